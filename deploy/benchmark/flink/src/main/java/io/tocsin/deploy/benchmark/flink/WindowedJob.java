package io.tocsin.deploy.benchmark.flink;

import io.tocsin.deploy.benchmark.job.JobArguments;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/**
 * The windowed job: count, sum, min, max and mean per sensor and ten seconds of event time. Tuples
 * of (sensor, time, value) flow, which Flink serializes fastest of all its types.
 */
final class WindowedJob {
  private static final Duration WINDOW = Duration.ofMillis(ReadingPlan.WINDOW_MILLIS);
  private static final Duration GRACE = Duration.ofMillis(ReadingPlan.GRACE_MILLIS);

  private WindowedJob() {}

  static void build(StreamExecutionEnvironment environment, JobArguments arguments) {
    environment
        .fromSource(source(arguments), watermarks(), "readings")
        .keyBy(reading -> reading.f0)
        .window(TumblingEventTimeWindows.of(WINDOW))
        .aggregate(new StatsAggregate(), new WindowEncoder())
        .sinkTo(sink(arguments));
  }

  private static KafkaSource<Tuple3<String, Long, Double>> source(JobArguments arguments) {
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

  /** A window that waits for its grace, as a watermark that stays behind by it. */
  private static WatermarkStrategy<Tuple3<String, Long, Double>> watermarks() {
    return WatermarkStrategy.<Tuple3<String, Long, Double>>forBoundedOutOfOrderness(GRACE)
        .withTimestampAssigner((reading, before) -> reading.f1);
  }

  private static KafkaSink<Tuple2<byte[], byte[]>> sink(JobArguments arguments) {
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
