package io.tocsin.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.connectors.kafka.TopicAdmin;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.TopicSpec;
import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rule files in a compacted topic: the key is a file's name, the value its text, a tombstone
 * removes it. All workers that read it hold the same rules. Used by one thread at a time.
 */
final class RuleTopic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final TopicReader reader;
  private final Map<String, String> texts = new TreeMap<>();

  private RuleTopic(String topic, TopicReader reader) {
    this.topic = topic;
    this.reader = reader;
  }

  /**
   * Reads what the topic holds now; creates it if it is not there.
   *
   * @param kafka client properties
   * @throws CommandFailed if its records could be deleted by their age
   */
  static RuleTopic open(String topic, Map<String, String> kafka) {
    try (TopicAdmin admin = new TopicAdmin(kafka)) {
      TopicAdmin.TopicState state = admin.describe(topic);
      if (state == null) {
        admin.create(List.of(new TopicSpec(topic, "rule file", 1, "compact", -1)));
      } else if (!state.compacted()) {
        throw new CommandFailed(
            "rule_topic: \""
                + topic
                + "\" is not compacted, so that rules would vanish with their age; accepted: a topic"
                + " with cleanup.policy=compact");
      }
    }
    RuleTopic rules = new RuleTopic(topic, new TopicReader(kafka, List.of(topic)));
    boolean atEnd = false;
    while (!atEnd) {
      atEnd = rules.reader.atEnd();
      rules.poll();
    }
    return rules;
  }

  /** Takes what has come. */
  void poll() {
    List<Records> polled = reader.poll(POLL);
    while (!polled.isEmpty()) {
      polled.forEach(this::take);
      polled = reader.poll(Duration.ZERO);
    }
  }

  private void take(Records records) {
    for (int i = 0; i < records.size(); i++) {
      byte[] key = records.key(i);
      byte[] value = records.value(i);
      String name = topic + "/" + (key == null ? "" : new String(key, UTF_8));
      if (value == null) {
        texts.remove(name);
      } else {
        texts.put(name, new String(value, UTF_8));
      }
    }
  }

  /** The texts by {@code topic/file}. */
  Map<String, String> texts() {
    return new TreeMap<>(texts);
  }

  @Override
  public void close() {
    reader.close();
  }
}
