package io.tocsin.pipeline.anomaly;

/** How fast an average follows: at first as the plain mean of all readings, later at its rate. */
final class Rate {
  /** Covers what rounding may do to the product. */
  private static final double SURELY = 1.000001;

  private Rate() {}

  /** The greater of the rate and one in {@code count}, without a division where it is plain. */
  static double of(double rate, int count) {
    return rate * count > SURELY ? rate : Math.max(rate, 1.0 / count);
  }
}
