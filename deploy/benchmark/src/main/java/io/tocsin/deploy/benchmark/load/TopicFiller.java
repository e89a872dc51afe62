package io.tocsin.deploy.benchmark.load;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes a plan to a topic, keyed by sensor id and placed by Kafka's own partitioner. */
public final class TopicFiller {
  private TopicFiller() {}

  /** Writes every record of the plan, in order, and returns when the broker has them all. */
  public static void fill(String bootstrap, String topic, ReadingPlan plan) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap,
            "linger.ms", 20,
            "batch.size", 262_144,
            "buffer.memory", 67_108_864,
            "acks", "all",
            "enable.idempotence", true,
            "max.in.flight.requests.per.connection", 5);
    ByteArraySerializer bytes = new ByteArraySerializer();
    byte[][] keys = new byte[plan.sensors()][];
    for (int sensor = 0; sensor < keys.length; sensor++) {
      keys[sensor] = ReadingJson.key(sensor);
    }
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    ReadingJson json = new ReadingJson();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      for (long index = 0; index < plan.size(); index++) {
        int sensor = plan.sensor(index);
        byte[] value = json.value(sensor, plan.time(index), plan.value(index));
        Future<RecordMetadata> unused =
            producer.send(
                new ProducerRecord<>(topic, keys[sensor], value),
                (written, problem) -> failure.compareAndSet(null, problem));
      }
    }
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("topic " + topic + " cannot be filled", problem);
    }
  }
}
