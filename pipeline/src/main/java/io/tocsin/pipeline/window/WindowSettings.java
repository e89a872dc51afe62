package io.tocsin.pipeline.window;

import java.time.Duration;

/**
 * How time is told. Immutable.
 *
 * @param maxOutOfOrder how much older than a sensor's newest event another of its events may be
 * @param grace how much longer than that windows stay open
 * @param idleAfter a sensor from which nothing came for so long keeps no window open
 * @param maxFutureSkew how far ahead of its append time an event may claim to be
 * @param late what becomes of events that come too late all the same
 * @param keepFor how long closed windows stay correctable, with {@link LatePolicy#AMEND}
 * @param forgetAfter a sensor or series from which nothing came for so long is forgotten
 * @param followWallClock whether a shard that has read everything lets its time follow the wall
 *     clock; false for finite inputs, which end by a mark
 * @param writers how many writers must have sent their end mark before the input has ended
 */
public record WindowSettings(
    Duration maxOutOfOrder,
    Duration grace,
    Duration idleAfter,
    Duration maxFutureSkew,
    LatePolicy late,
    Duration keepFor,
    Duration forgetAfter,
    boolean followWallClock,
    int writers) {
  /** For live input: 10 s, 0 s, 30 s, 1 min, amend within 1 h, 7 d. */
  public static final WindowSettings DEFAULTS =
      new WindowSettings(
          Duration.ofSeconds(10),
          Duration.ZERO,
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          LatePolicy.AMEND,
          Duration.ofHours(1),
          Duration.ofDays(7),
          true,
          1);

  public WindowSettings {
    notNegative("max_out_of_order", maxOutOfOrder);
    notNegative("grace", grace);
    notNegative("idle_after", idleAfter);
    notNegative("max_future_skew", maxFutureSkew);
    notNegative("keep_for", keepFor);
    notNegative("forget_after", forgetAfter);
    if (writers < 1) {
      throw new IllegalArgumentException("writers: " + writers + " is not 1 or more");
    }
  }

  private static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(key + ": " + value + " must not be negative");
    }
  }

  public WindowSettings withMaxOutOfOrder(Duration value) {
    return new WindowSettings(
        value,
        grace,
        idleAfter,
        maxFutureSkew,
        late,
        keepFor,
        forgetAfter,
        followWallClock,
        writers);
  }

  public WindowSettings withGrace(Duration value) {
    return new WindowSettings(
        maxOutOfOrder,
        value,
        idleAfter,
        maxFutureSkew,
        late,
        keepFor,
        forgetAfter,
        followWallClock,
        writers);
  }

  public WindowSettings withIdleAfter(Duration value) {
    return new WindowSettings(
        maxOutOfOrder,
        grace,
        value,
        maxFutureSkew,
        late,
        keepFor,
        forgetAfter,
        followWallClock,
        writers);
  }

  public WindowSettings withLate(LatePolicy policy, Duration keep) {
    return new WindowSettings(
        maxOutOfOrder,
        grace,
        idleAfter,
        maxFutureSkew,
        policy,
        keep,
        forgetAfter,
        followWallClock,
        writers);
  }

  public WindowSettings withForgetAfter(Duration value) {
    return new WindowSettings(
        maxOutOfOrder,
        grace,
        idleAfter,
        maxFutureSkew,
        late,
        keepFor,
        value,
        followWallClock,
        writers);
  }

  /** For an input that ends when that many writers have sent their end mark. */
  public WindowSettings finite(int endMarks) {
    return new WindowSettings(
        maxOutOfOrder,
        grace,
        idleAfter,
        maxFutureSkew,
        late,
        keepFor,
        forgetAfter,
        false,
        endMarks);
  }
}
