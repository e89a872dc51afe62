package io.tocsin.pipeline.detect;

/**
 * Where one alert stands; an inactive one has no state. Immutable: each step of {@link
 * AlertMachine} makes the next.
 */
sealed interface AlertState {
  /** No time. */
  long NEVER = Long.MIN_VALUE;

  double value();

  /** Event time of the last data, epoch milliseconds. */
  long dataTime();

  /**
   * The condition holds, not yet long enough. Nobody was told.
   *
   * @param since event time at which it began
   */
  record Pending(long since, long dataTime, double value) implements AlertState {}

  /** An alert that somebody was told of. */
  sealed interface Active extends AlertState {
    Told told();

    /** Shard time of the last data, epoch milliseconds. */
    long dataShard();
  }

  /**
   * The condition holds, or ended so short ago that it is kept.
   *
   * @param endedAt event time since which the condition does not hold, or {@link #NEVER}
   */
  record Firing(Told told, long endedAt, long dataTime, long dataShard, double value)
      implements Active {}

  /** It fired, and then the series went silent. */
  record Unknown(Told told, long dataTime, long dataShard, double value) implements Active {}
}
