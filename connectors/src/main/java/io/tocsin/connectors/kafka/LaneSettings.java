package io.tocsin.connectors.kafka;

import java.time.Duration;

/**
 * How a lane works.
 *
 * @param commitUrgent longest time from an urgent output to the start of its commit
 * @param commitLazy longest time from anything else to the start of its commit
 * @param tick how often a shard without records is told the time
 * @param dirtyBytes dirty state of a lane that asks for a commit before {@code commitLazy}, bytes
 * @param finishBound how long a revocation may wait for the open transaction to commit before it is
 *     aborted
 * @param restartPause pause before a lane that failed starts again
 * @param onLostInput what a shard does whose input lacks records or is not the one it was
 */
public record LaneSettings(
    Duration commitUrgent,
    Duration commitLazy,
    Duration tick,
    long dirtyBytes,
    Duration finishBound,
    Duration restartPause,
    LossPolicy onLostInput) {
  /** The shipped defaults. */
  public static final LaneSettings DEFAULTS =
      new LaneSettings(
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          64L << 20,
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          LossPolicy.STOP);

  /** The defaults with other commit times. */
  public LaneSettings withCommit(Duration urgent, Duration lazy) {
    return new LaneSettings(urgent, lazy, tick, dirtyBytes, finishBound, restartPause, onLostInput);
  }

  /** The same with another bound on dirty state. */
  public LaneSettings withDirtyBytes(long bytes) {
    return new LaneSettings(
        commitUrgent, commitLazy, tick, bytes, finishBound, restartPause, onLostInput);
  }

  /** The same with another policy. */
  public LaneSettings withOnLostInput(LossPolicy policy) {
    return new LaneSettings(
        commitUrgent, commitLazy, tick, dirtyBytes, finishBound, restartPause, policy);
  }
}
