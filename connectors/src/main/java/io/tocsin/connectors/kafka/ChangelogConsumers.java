package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Consumers for restores, each used for one changelog after the other: after a start many shards
 * have next to nothing to read, and making a consumer would take longer than reading. Safe for use
 * by any thread; a consumer that was taken by one at a time.
 */
final class ChangelogConsumers implements AutoCloseable {
  private static final int FETCH = 1 << 20;
  private static final CloseOptions SOON = CloseOptions.timeout(Duration.ofSeconds(1));

  private final Map<String, Object> properties;
  private final Deque<KafkaConsumer<byte[], byte[]>> idle = new ArrayDeque<>();
  private boolean closed;

  ChangelogConsumers(Map<String, String> user) {
    properties = new HashMap<>(user);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // Records are large, and well compressed on their way: so much is several times as much.
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "20");
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(FETCH));
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(FETCH));
    // At a changelog's end the broker says at once that there is no more: whoever looks elsewhere
    // next, or reads another changelog with the same consumer, waits for that answer first.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "10");
    properties.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, Integer.toString(FETCH));
  }

  /** A consumer without an assignment. */
  KafkaConsumer<byte[], byte[]> take() {
    synchronized (this) {
      if (!idle.isEmpty()) {
        return idle.removeLast();
      }
    }
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Gives one back that has not failed. */
  void giveBack(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.assign(List.of());
    synchronized (this) {
      if (!closed) {
        idle.addLast(consumer);
        return;
      }
    }
    consumer.close(SOON);
  }

  /** Ends one that has failed. */
  static void drop(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.close(SOON);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    KafkaConsumer<byte[], byte[]> next;
    while ((next = poll()) != null) {
      next.close(SOON);
    }
  }

  private synchronized @Nullable KafkaConsumer<byte[], byte[]> poll() {
    return idle.pollLast();
  }
}
