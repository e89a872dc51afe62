package io.tocsin.deploy.benchmark.job;

/**
 * A sensor's alert has begun or ended.
 *
 * @param sensor the sensor's id
 * @param timeMillis event time of the reading that made it so, ms since the epoch
 * @param firing whether it began
 */
public record Transition(String sensor, long timeMillis, boolean firing) {
  /** The value above which a sensor's alert fires, reading by reading. */
  public static final double LIMIT = 100;
}
