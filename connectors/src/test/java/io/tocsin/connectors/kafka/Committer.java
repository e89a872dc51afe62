package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes one record after the other, each in a transaction, by a thread of its own. */
final class Committer {
  private final Map<String, Object> properties = new HashMap<>();
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicInteger committed = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "committer");

  Committer(String bootstrap, String topic, String transactionalId) {
    properties.put("bootstrap.servers", bootstrap);
    properties.put("transactional.id", transactionalId);
    this.topic = topic;
    this.producer = producer();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void start() {
    producer.initTransactions();
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {1}));
        producer.commitTransaction();
        committed.incrementAndGet();
      }
    } catch (KafkaException | IllegalStateException e) {
      // The broker is gone, or the producer closed. How far it came is known.
      return;
    }
  }

  /** Transactions that the broker said were committed. */
  int committed() {
    return committed.get();
  }

  /** Leaves open whatever is open. */
  void stop() throws InterruptedException {
    producer.close(Duration.ZERO);
    thread.join();
  }

  /** As whoever takes over from a producer does it. */
  void endWhatIsOpen() {
    try (KafkaProducer<byte[], byte[]> next = producer()) {
      next.initTransactions();
    }
  }
}
