package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far groups are, seen from outside. Used by one thread. */
public final class GroupProgress implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(300);

  private final TopicAdmin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Looks by way of an admin client and a consumer without a group. */
  public GroupProgress(TopicAdmin admin, Map<String, String> user) {
    this.admin = admin;
    Map<String, Object> properties = new HashMap<>(ClientProperties.plain(user));
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    properties.put("max.poll.records", "1");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Offsets between what the group has committed and the end of the topic. Ends of transactions
   * count, so that it need not come to zero; {@link #done} knows.
   */
  public long lag(String group, String topic) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(topic));
    Map<TopicPartition, Long> committed = committed(group);
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      lag += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
    }
    return lag;
  }

  /** Where a topic ended at a moment. */
  public static final class Target {
    private final Map<TopicPartition, Long> ends;

    private Target(Map<TopicPartition, Long> ends) {
      this.ends = ends;
    }
  }

  /** All that the topic holds now, also of transactions that are still open. */
  public Target target(String topic) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions(topic).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    try {
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin
          .admin()
          .listOffsets(latest)
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return new Target(ends);
    } catch (ExecutionException e) {
      throw new KafkaException("cannot read the ends of topic " + topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while reading the ends of topic " + topic, e);
    }
  }

  /** Whether the group has committed every committed record that the topic holds now. */
  public boolean done(String group, String topic) {
    return reached(group, target(topic));
  }

  /**
   * Whether the group has committed every committed record up to a target. Marks come as long as a
   * writer lives: who waits for a moment without any new record may wait for ever.
   */
  public boolean reached(String group, Target target) {
    Map<TopicPartition, Long> committed = committed(group);
    Map<TopicPartition, Long> stable = consumer.endOffsets(target.ends.keySet());
    for (Map.Entry<TopicPartition, Long> end : target.ends.entrySet()) {
      long from = committed.getOrDefault(end.getKey(), 0L);
      if (from < end.getValue()
          && (stable.getOrDefault(end.getKey(), 0L) < end.getValue()
              || holdsRecords(end.getKey(), from, end.getValue()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether whoever reads what is committed sees everything of it up to a target. */
  public boolean visible(Target target) {
    Map<TopicPartition, Long> stable = consumer.endOffsets(target.ends.keySet());
    return target.ends.entrySet().stream()
        .allMatch(end -> stable.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private boolean holdsRecords(TopicPartition partition, long from, long end) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(LOOK)) {
        return found.offset() < end;
      }
    }
    return false;
  }

  private List<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(p -> new TopicPartition(p.topic(), p.partition()))
        .toList();
  }

  private Map<TopicPartition, Long> committed(String group) {
    try {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return offsets.entrySet().stream()
          .filter(e -> e.getValue() != null)
          .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    } catch (ExecutionException e) {
      throw new KafkaException("cannot read the offsets of group " + group, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while reading the offsets of group " + group, e);
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
