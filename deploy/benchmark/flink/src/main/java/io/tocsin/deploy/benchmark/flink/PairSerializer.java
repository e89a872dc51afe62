package io.tocsin.deploy.benchmark.flink;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Hands encoded keys and values to the topic as they are. */
final class PairSerializer implements KafkaRecordSerializationSchema<Tuple2<byte[], byte[]>> {
  private static final long serialVersionUID = 1;

  private final String topic;

  PairSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Tuple2<byte[], byte[]> pair, KafkaSinkContext context, Long timestamp) {
    return new ProducerRecord<>(topic, pair.f0, pair.f1);
  }
}
