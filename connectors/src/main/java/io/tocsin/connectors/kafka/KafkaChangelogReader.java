package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A changelog partition in real Kafka, read with {@code read_committed}. It connects when the first
 * record is wanted: a restore after an end in order wants none.
 */
final class KafkaChangelogReader implements ChangelogReader {
  private final ChangelogConsumers consumers;
  private final TopicPartition partition;
  private final Admin admin;
  private @Nullable KafkaConsumer<byte[], byte[]> taken;
  private long next;

  KafkaChangelogReader(ChangelogConsumers consumers, Admin admin, TopicPartition partition) {
    this.consumers = consumers;
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
    if (taken != null) {
      taken.seek(partition, offset);
    }
  }

  @Override
  public long read(Duration timeout, Consumer<Entry> sink) {
    KafkaConsumer<byte[], byte[]> consumer = taken == null ? take() : taken;
    try {
      for (ConsumerRecord<byte[], byte[]> r : consumer.poll(timeout).records(partition)) {
        sink.accept(new Entry(r.offset(), r.key(), r.value()));
      }
      return consumer.position(partition);
    } catch (RuntimeException e) {
      taken = null;
      ChangelogConsumers.drop(consumer);
      throw e;
    }
  }

  private KafkaConsumer<byte[], byte[]> take() {
    KafkaConsumer<byte[], byte[]> consumer = consumers.take();
    taken = consumer;
    consumer.assign(List.of(partition));
    consumer.seek(partition, next);
    return consumer;
  }

  @Override
  public void close() {
    if (taken != null) {
      consumers.giveBack(taken);
      taken = null;
    }
  }
}
