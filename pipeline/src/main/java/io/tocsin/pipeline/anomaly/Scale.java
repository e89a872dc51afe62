package io.tocsin.pipeline.anomaly;

/** The one scale of all detectors: surprise = −ln p, in nats, and the severity that it means. */
final class Scale {
  private Scale() {}

  /** From the portfolio's raw nats to surprise. */
  static double surprise(double raw) {
    return 1.2 * raw;
  }
}
