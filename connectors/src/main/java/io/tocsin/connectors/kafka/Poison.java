package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the record that stages fail on. After a failure the batch is taken again, one record at a
 * time; a record that failed alone twice is hopeless and goes to the dead-letter topic, so that one
 * bad record never stops a stream. Used by the lane's thread only.
 */
final class Poison {
  private static final int TRIES = 2;

  private final Map<TopicPartition, Suspect> suspects = new HashMap<>();

  /** The parts in which a view is to be processed. */
  List<Records> split(TopicPartition input, Records records) {
    Suspect suspect = suspects.get(input);
    if (suspect == null) {
      return List.of(records);
    }
    if (records.offset(0) > suspect.last) {
      suspects.remove(input);
      return List.of(records);
    }
    List<Records> parts = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      parts.add(new SomeRecords(records, i, 1));
    }
    return parts;
  }

  void failed(TopicPartition input, Records part, ShardFailedException e) {
    Suspect suspect = suspects.computeIfAbsent(input, p -> new Suspect());
    suspect.last = Math.max(suspect.last, part.offset(part.size() - 1));
    suspect.message = String.valueOf(e.getMessage());
    if (part.size() == 1) {
      long offset = part.offset(0);
      suspect.failures = suspect.single == offset ? suspect.failures + 1 : 1;
      suspect.single = offset;
    }
  }

  /** Whether this is one record on which the shard failed too often. */
  boolean hopeless(TopicPartition input, Records part) {
    Suspect suspect = suspects.get(input);
    return suspect != null
        && part.size() == 1
        && part.offset(0) == suspect.single
        && suspect.failures >= TRIES;
  }

  /** What the last failure said. */
  String message(TopicPartition input) {
    Suspect suspect = suspects.get(input);
    return suspect == null ? "" : suspect.message;
  }

  private static final class Suspect {
    private long last = -1;
    private long single = -1;
    private int failures;
    private String message = "";
  }
}
