package io.tocsin.deploy.benchmark.flink;

import io.tocsin.deploy.benchmark.job.JobArguments;
import java.util.Properties;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Where every job begins and ends: readings from Kafka, and results to it, exactly-once. */
final class Ends {
  private Ends() {}

  static KafkaSource<Tuple3<String, Long, Double>> source(JobArguments arguments) {
    return KafkaSource.<Tuple3<String, Long, Double>>builder()
        .setBootstrapServers(arguments.text("bootstrap"))
        .setTopics(arguments.text("input"))
        .setGroupId(arguments.text("group"))
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new ReadingDeserializer())
        .setProperty("isolation.level", "read_committed")
        .setProperty("max.poll.records", "5000")
        .setProperty("max.partition.fetch.bytes", "4194304")
        .build();
  }

  static KafkaSink<Tuple2<byte[], byte[]>> sink(JobArguments arguments) {
    Properties producer = new Properties();
    producer.put("transaction.timeout.ms", "60000");
    producer.put("linger.ms", "20");
    producer.put("batch.size", "131072");
    producer.put("buffer.memory", "67108864");
    return KafkaSink.<Tuple2<byte[], byte[]>>builder()
        .setBootstrapServers(arguments.text("bootstrap"))
        .setKafkaProducerConfig(producer)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(arguments.text("group"))
        .setRecordSerializer(new PairSerializer(arguments.text("output")))
        .build();
  }
}
