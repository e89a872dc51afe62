package io.tocsin.deploy.benchmark.harness;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** Makes, looks at and removes topics of a broker. Thread-safe. */
public final class Topics implements AutoCloseable {
  private static final Duration LEADERS = Duration.ofSeconds(60);

  private final Admin admin;

  /** Connects to a broker. */
  public Topics(String bootstrap) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  /**
   * Makes a topic whose records carry the time at which the broker appended them, and returns when
   * every partition's leader answers: otherwise an idempotent producer's first batch can be refused
   * while its second is taken, and the first can then never be written.
   */
  public void create(String name, int partitions) {
    NewTopic topic =
        new NewTopic(name, partitions, (short) 1)
            .configs(Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"));
    get(admin.createTopics(List.of(topic)).all());
    Waiting.until("the leaders of " + name, LEADERS, () -> leadersAnswer(name, partitions));
  }

  /** Returns how many records a topic holds, if it was never cut or transactional. */
  public long count(String topic, int partitions) {
    return offsets(partitionsOf(topic, partitions), OffsetSpec.latest()).values().stream()
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }

  /** Returns how many records of a topic a group has committed. */
  public long committed(String group, String topic) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return offsets.entrySet().stream()
        .filter(e -> e.getKey().topic().equals(topic) && e.getValue() != null)
        .mapToLong(e -> e.getValue().offset())
        .sum();
  }

  /** Removes every topic whose name is not among those to keep, and waits until they are gone. */
  public void removeAllBut(Set<String> keep) {
    Set<String> others =
        get(admin.listTopics().names()).stream()
            .filter(name -> !keep.contains(name) && !name.startsWith("__"))
            .collect(Collectors.toSet());
    get(admin.deleteTopics(others).all());
  }

  /** Returns the partitions of a topic. */
  public static List<TopicPartition> partitionsOf(String topic, int partitions) {
    return IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  @Override
  public void close() {
    admin.close();
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    return get(
        admin.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> spec))).all());
  }

  private boolean leadersAnswer(String topic, int partitions) {
    try {
      count(topic, partitions);
      return true;
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof ExecutionException refused
          && refused.getCause() instanceof RetriableException) {
        return false;
      }
      throw e;
    }
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker refused: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
