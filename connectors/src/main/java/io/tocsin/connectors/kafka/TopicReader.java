package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads whole topics without a group, committed records only: how the console, the command line and
 * the scoreboards look at the topics that users see. Used by one thread.
 */
public final class TopicReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Assigns itself all partitions of the topics, which must exist, from their beginning.
   *
   * @param user client properties
   */
  public TopicReader(Map<String, String> user, List<String> topics) {
    Map<String, Object> properties = new HashMap<>(ClientProperties.plain(user));
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    properties.put("max.poll.records", "5000");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        topics.stream()
            .flatMap(t -> consumer.partitionsFor(t).stream())
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Starts at the present end instead. */
  public TopicReader fromEnd() {
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return this;
  }

  /** What came, one view a partition; empty if nothing came in time. */
  public List<Records> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
    List<Records> views = new ArrayList<>();
    polled.partitions().forEach(p -> views.add(new RecordsView(p, polled.records(p))));
    return views;
  }

  /** Whether everything that is committed now has been polled. */
  public boolean atEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Set<TopicPartition> behind = new HashSet<>();
    ends.forEach(
        (p, end) -> {
          if (consumer.position(p) < end) {
            behind.add(p);
          }
        });
    return behind.isEmpty();
  }

  /** Number of partitions it reads. */
  public int partitions() {
    return partitions.size();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
  }
}
