package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One topic of ours as it is created.
 *
 * @param name full name, prefix included
 * @param key what the records are keyed by, for people
 * @param partitions how many it is created with
 * @param cleanup Kafka's {@code cleanup.policy}
 * @param retentionMs how long records stay, counted from when they were appended, milliseconds; -1
 *     = for ever
 */
public record TopicSpec(String name, String key, int partitions, String cleanup, long retentionMs) {
  /** After this time at the latest a segment ends and may be compacted, milliseconds. */
  private static final long SEGMENT_MS = Duration.ofMinutes(10).toMillis();

  /**
   * The topic's own settings. Every topic of ours has {@code LogAppendTime}: retention then counts
   * from arrival, so that data about long ago is not deleted on arrival, and the append time bounds
   * what a sensor's clock can claim.
   */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("cleanup.policy", cleanup);
    settings.put("message.timestamp.type", "LogAppendTime");
    if (cleanup.contains("delete")) {
      settings.put("retention.ms", Long.toString(retentionMs));
    }
    if (cleanup.contains("compact")) {
      // Restores read the whole topic: keep what is superseded for a short time only.
      settings.put("segment.ms", Long.toString(SEGMENT_MS));
      // Partitions that are created together would end their segments together, each time, and the
      // broker would compact all of them in one go: a core of it for half a minute.
      settings.put("segment.jitter.ms", Long.toString(SEGMENT_MS / 2));
      settings.put("min.cleanable.dirty.ratio", "0.3");
      settings.put("delete.retention.ms", Long.toString(StateTopics.TOMBSTONES_MS));
    }
    return settings;
  }
}
