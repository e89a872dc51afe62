package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;

/**
 * A changelog partition in real Kafka, read with {@code read_committed}. It connects when the first
 * record is wanted: most restores after a start in order need none.
 */
final class KafkaChangelogReader implements ChangelogReader {
  private final Map<String, Object> properties;
  private final TopicPartition partition;
  private final Admin admin;
  private @Nullable KafkaConsumer<byte[], byte[]> opened;
  private long next;

  KafkaChangelogReader(Map<String, String> properties, Admin admin, TopicPartition partition) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000");
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 << 20));
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(16 << 20));
    this.properties = all;
    this.partition = partition;
    this.admin = admin;
  }

  @Override
  public long beginning() {
    return offset(OffsetSpec.earliest());
  }

  @Override
  public long highWatermark() {
    return offset(OffsetSpec.latest());
  }

  private long offset(OffsetSpec which) {
    try {
      return admin.listOffsets(Map.of(partition, which)).partitionResult(partition).get().offset();
    } catch (ExecutionException e) {
      throw new KafkaException("cannot read the offsets of " + partition, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while reading the offsets of " + partition, e);
    }
  }

  @Override
  public void seek(long offset) {
    next = offset;
    if (opened != null) {
      opened.seek(partition, offset);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    if (opened == null) {
      opened =
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      opened.assign(List.of(partition));
      opened.seek(partition, next);
    }
    return opened;
  }

  @Override
  public long read(Duration timeout, Consumer<Entry> sink) {
    KafkaConsumer<byte[], byte[]> consumer = consumer();
    for (ConsumerRecord<byte[], byte[]> r : consumer.poll(timeout).records(partition)) {
      sink.accept(new Entry(r.offset(), r.key(), r.value()));
    }
    return consumer.position(partition);
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }
}
