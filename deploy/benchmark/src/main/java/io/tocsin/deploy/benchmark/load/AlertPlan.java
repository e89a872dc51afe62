package io.tocsin.deploy.benchmark.load;

import io.tocsin.deploy.benchmark.job.Transition;

/**
 * Readings at an even pace, of which a few exceed the limit: each such reading makes its sensor's
 * alert fire, and the sensor's next reading resolves it. A pure function of the index. Immutable.
 */
public final class AlertPlan {
  /** One reading in so many makes an alert fire. */
  private static final int ONE_IN = 100;

  private static final double NORMAL = 50;
  private static final double HIGH = Transition.LIMIT + 20;

  private final int sensors;
  private final int perSecond;
  private final long startMillis;
  private final long first;

  /**
   * @param sensors how many sensors take turns
   * @param perSecond readings per second of event time, of all sensors together
   * @param startMillis event time of the first, ms since the epoch
   */
  public AlertPlan(int sensors, int perSecond, long startMillis) {
    this(sensors, perSecond, startMillis, 0);
  }

  /**
   * @param first index of the reading that is due at {@code startMillis}; those before it are due
   *     at once, a millisecond before it
   */
  public AlertPlan(int sensors, int perSecond, long startMillis, long first) {
    if (sensors < 1 || perSecond < 1 || perSecond > 500L * sensors) {
      throw new IllegalArgumentException(
          "sensors %d, %d per second: a sensor may report 500 times per second at most"
              .formatted(sensors, perSecond));
    }
    this.sensors = sensors;
    this.perSecond = perSecond;
    this.startMillis = startMillis;
    this.first = first;
  }

  /** Returns how many sensors there are. */
  public int sensors() {
    return sensors;
  }

  /** Returns how many readings are due at a moment, ms since the epoch. */
  public long due(long nowMillis) {
    return first + Math.max(0, (nowMillis - startMillis) * perSecond / 1_000);
  }

  /** Returns the sensor of a reading, 0 to {@code sensors() - 1}. */
  public int sensor(long index) {
    return (int) (index % sensors);
  }

  /** Returns the event time of a reading, ms since the epoch. */
  public long time(long index) {
    return index < first ? startMillis - 1 : startMillis + (index - first) * 1_000 / perSecond;
  }

  /** Returns the value of a reading. */
  public double value(long index) {
    return high(index) ? HIGH : NORMAL;
  }

  /** Returns whether a reading changes its sensor's alert: begins it or ends it. */
  public boolean changes(long index) {
    return high(index) != (index >= sensors && high(index - sensors));
  }

  private static boolean high(long index) {
    return Math.floorMod(ReadingPlan.mix(index), ONE_IN) == 0;
  }
}
