package io.tocsin.pipeline.flow;

/**
 * Time as the worker saw it when a batch began. No stage reads a clock.
 *
 * @param wall wall clock, epoch milliseconds: for repeats, escalation and retries
 * @param caughtUpTo everything appended to the shard's log before this instant (epoch milliseconds)
 *     has been read, so event time may move here without an event; {@link #BEHIND} while the shard
 *     is behind or nothing is known
 */
public record Now(long wall, long caughtUpTo) {
  /** Value of {@link #caughtUpTo} that moves nothing. */
  public static final long BEHIND = Long.MIN_VALUE;

  public static Now behind(long wall) {
    return new Now(wall, BEHIND);
  }
}
