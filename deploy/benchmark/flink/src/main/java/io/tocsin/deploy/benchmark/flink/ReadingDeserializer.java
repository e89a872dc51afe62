package io.tocsin.deploy.benchmark.flink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tocsin.deploy.benchmark.job.Reading;
import io.tocsin.deploy.benchmark.job.ReadingParser;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes readings to (sensor, event time, value). */
final class ReadingDeserializer
    implements KafkaRecordDeserializationSchema<Tuple3<String, Long, Double>> {
  private static final long serialVersionUID = 1;

  private transient @Nullable ReadingParser parser;

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> record, Collector<Tuple3<String, Long, Double>> out) {
    if (parser == null) {
      parser = new ReadingParser();
    }
    Reading reading = parser.parse(record.value());
    out.collect(
        Tuple3.of(new String(record.key(), US_ASCII), reading.timeMillis(), reading.value()));
  }

  @Override
  public TypeInformation<Tuple3<String, Long, Double>> getProducedType() {
    return Types.TUPLE(Types.STRING, Types.LONG, Types.DOUBLE);
  }
}
