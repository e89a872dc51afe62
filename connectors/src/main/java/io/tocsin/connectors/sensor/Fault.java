package io.tocsin.connectors.sensor;

/**
 * One injected fault.
 *
 * @param sensor the pump
 * @param start first instant, epoch milliseconds, inclusive
 * @param end last instant, epoch milliseconds, exclusive
 */
public record Fault(String sensor, FaultKind kind, long start, long end) {
  /** Metric that shows it; {@code *} for all. */
  public String metric() {
    return kind.metric();
  }

  boolean covers(String sensorName, String metric, long time) {
    return time >= start
        && time < end
        && sensor.equals(sensorName)
        && (kind == FaultKind.DROPOUT || kind.metric().equals(metric));
  }

  /** What the gauge shows instead of its normal value. */
  double value(double normal, long time) {
    double part = Math.min(1, (time - start) / 4000.0);
    double shown =
        switch (kind) {
          case SPIKE -> normal + 4.5;
          case BEARING -> normal * (3.5 + Chance.normal(Chance.mix(start, time)) * 0.4);
          case LEAK -> normal * (1 - 0.5 * part);
          case OVERHEAT -> normal + 2.5 * (time - start) / 1000.0;
          case STUCK -> 0;
          case DROPOUT -> throw new IllegalStateException("a silent gauge shows nothing");
        };
    return Math.rint(shown * 1000) / 1000;
  }
}
