package io.tocsin.deploy.benchmark.load;

import java.time.Instant;

/**
 * The readings of a fleet of sensors, each a pure function of its index, so that the input and the
 * right answer are made apart from each other and from any system under test.
 *
 * <p>Every sensor reports once per {@code periodMillis} of event time, in a fixed but scattered
 * order; time therefore rises evenly with the index, as it does on a live topic: 10,000 sensors
 * that report once per second make 10,000 readings of one second, and a million readings close ten
 * windows of ten seconds per sensor. One reading in a hundred was held up on its way by up to
 * {@value #MAX_DELAY_MILLIS} ms: out of order, yet within the grace of {@value #GRACE_MILLIS} ms,
 * so that no system may drop any.
 *
 * <p>Values are multiples of a quarter: their sums are exact in any order of addition, so results
 * are compared for equality.
 *
 * <p>After the readings come the closing readings, one per sensor, a minute later: without them no
 * event-time system could tell that the last windows are over. Their own window stays open and is
 * not checked.
 *
 * <p>Immutable.
 */
public final class ReadingPlan {
  /** Length of the tumbling window, ms of event time. */
  public static final long WINDOW_MILLIS = 10_000;

  /** How long a window waits for readings that are late, ms of event time. */
  public static final long GRACE_MILLIS = 5_000;

  /** The most that a reading is held up on its way, ms; below the grace. */
  public static final int MAX_DELAY_MILLIS = 3_000;

  private static final long BASE = Instant.parse("2026-01-31T10:00:00Z").toEpochMilli();
  private static final long CLOSING_GAP_MILLIS = 60_000;

  private final long readings;
  private final int sensors;
  private final long periodMillis;
  private final long stride;

  /**
   * @param readings how many readings before the closing ones, 1 or more
   * @param sensors how many sensors, 1 to 1,000,000
   * @param periodMillis event time between two readings of a sensor, 1 ms or more
   */
  public ReadingPlan(long readings, int sensors, long periodMillis) {
    if (readings < 1 || sensors < 1 || sensors > 1_000_000 || periodMillis < 1) {
      throw new IllegalArgumentException(
          "readings %d, sensors %d, period %d ms: readings and period must be positive, sensors 1 to 1000000"
              .formatted(readings, sensors, periodMillis));
    }
    this.readings = readings;
    this.sensors = sensors;
    this.periodMillis = periodMillis;
    this.stride = strideOf(sensors);
  }

  /** Returns the number of records: the readings and the closing ones. */
  public long size() {
    return readings + sensors;
  }

  /** Returns the number of sensors. */
  public int sensors() {
    return sensors;
  }

  /** Returns the event time between two readings of a sensor, ms. */
  public long periodMillis() {
    return periodMillis;
  }

  /** Returns whether a record, counted from 0, is one of those that only close windows. */
  public boolean closing(long index) {
    return index >= readings;
  }

  /** Returns the sensor of a record, 0 to {@code sensors() - 1}. */
  public int sensor(long index) {
    return (int) (index % sensors * stride % sensors);
  }

  /** Returns the event time of a record, ms since the epoch. */
  public long time(long index) {
    if (closing(index)) {
      return end() + CLOSING_GAP_MILLIS;
    }
    return BASE + index * periodMillis / sensors - delay(index);
  }

  /** Returns the value of a record: a multiple of 0.25 from 20 to 119.75. */
  public double value(long index) {
    return 20 + Math.floorMod(mix(index), 400) / 4.0;
  }

  /** Returns the start of the first window that can hold a reading, ms since the epoch. */
  public long firstWindow() {
    return BASE - WINDOW_MILLIS;
  }

  /** Returns how many windows of event time the readings touch. */
  public int windows() {
    return (int) ((end() - firstWindow() + WINDOW_MILLIS - 1) / WINDOW_MILLIS);
  }

  /** Returns an event time that all readings precede and all closing readings follow. */
  public long end() {
    return BASE + readings * periodMillis / sensors + 1;
  }

  private static long delay(long index) {
    long mixed = mix(index + 0x5bd1e995L);
    return Math.floorMod(mixed, 100) == 0 ? Math.floorMod(mixed >>> 16, MAX_DELAY_MILLIS) : 0;
  }

  /** A step that visits every sensor once before any twice, and neighbours far apart. */
  private static long strideOf(int sensors) {
    long step = 7_919;
    while (gcd(step, sensors) != 1) {
      step++;
    }
    return step;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood, 2014): a bijection that looks random. */
  static long mix(long x) {
    long z = x + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
