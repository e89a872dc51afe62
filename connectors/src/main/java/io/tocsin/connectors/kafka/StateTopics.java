package io.tocsin.connectors.kafka;

import java.time.Duration;

/** What is fixed about changelog topics. */
final class StateTopics {
  /**
   * How long a tombstone stays readable after it was compacted, milliseconds ({@code
   * delete.retention.ms}).
   */
  static final long TOMBSTONES_MS = Duration.ofDays(1).toMillis();

  /**
   * Local state older than this may have missed tombstones: it is thrown away and restored whole.
   */
  static final long LOCAL_STATE_MAX_AGE_MS = TOMBSTONES_MS / 2;

  private StateTopics() {}
}
