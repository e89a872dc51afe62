package io.tocsin.deploy.benchmark.live;

import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the system's alerts as they become visible. One thread; {@link #close} ends it. */
final class OutputWatcher implements AutoCloseable {
  private final Contestant contestant;
  private final TransitionLog log;
  private final List<TopicPartition> partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::run, "output-watcher");

  OutputWatcher(
      Contestant contestant, String bootstrap, String topic, int partitions, TransitionLog log) {
    this.contestant = contestant;
    this.log = log;
    this.partitions = Topics.partitionsOf(topic, partitions);
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "isolation.level",
            "read_committed",
            "fetch.max.wait.ms",
            10,
            "enable.auto.commit",
            false);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    this.consumer = new KafkaConsumer<>(settings, bytes, bytes);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!Thread.currentThread().isInterrupted()) {
        var records = consumer.poll(Duration.ofSeconds(1));
        long now = System.currentTimeMillis();
        records.forEach(record -> take(record, now));
      }
    } catch (WakeupException e) {
      // Woken up by close.
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, long now) {
    contestant.transition(record).ifPresent(seen -> log.seen(seen, record.timestamp(), now));
  }
}
