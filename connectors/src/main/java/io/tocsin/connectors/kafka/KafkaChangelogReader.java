package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A changelog partition in real Kafka, read with {@code read_committed}. */
final class KafkaChangelogReader implements ChangelogReader {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Admin admin;

  KafkaChangelogReader(Map<String, String> properties, Admin admin, TopicPartition partition) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000");
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 << 20));
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(16 << 20));
    this.consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partition = partition;
    this.admin = admin;
    consumer.assign(List.of(partition));
  }

  @Override
  public long beginning() {
    Long offset = consumer.beginningOffsets(Set.of(partition)).get(partition);
    return offset == null ? 0 : offset;
  }

  @Override
  public long highWatermark() {
    try {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw new KafkaException("cannot read the end of " + partition, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while reading the end of " + partition, e);
    }
  }

  @Override
  public void seek(long offset) {
    consumer.seek(partition, offset);
  }

  @Override
  public long read(Duration timeout, Consumer<Entry> sink) {
    for (ConsumerRecord<byte[], byte[]> r : consumer.poll(timeout).records(partition)) {
      sink.accept(new Entry(r.offset(), r.key(), r.value()));
    }
    return consumer.position(partition);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
