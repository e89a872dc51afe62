package io.tocsin.deploy.benchmark.streams;

import io.tocsin.deploy.benchmark.job.Reading;
import io.tocsin.deploy.benchmark.job.ReadingParser;
import io.tocsin.deploy.benchmark.job.WindowStats;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.Consumed;

/** How the job's values become bytes and back. */
final class JobSerdes {
  private JobSerdes() {}

  /** Event time comes from the payload, as it does for every system here. */
  static Consumed<String, Reading> input() {
    return Consumed.with(Serdes.String(), reading())
        .withTimestampExtractor((record, before) -> ((Reading) record.value()).timeMillis());
  }

  /** Decodes the input; readings are never written. */
  private static Serde<Reading> reading() {
    ThreadLocal<ReadingParser> parser = ThreadLocal.withInitial(ReadingParser::new);
    return Serdes.serdeFrom(
        (topic, reading) -> {
          throw new UnsupportedOperationException("readings are not written");
        },
        (topic, bytes) -> parser.get().parse(bytes));
  }

  /** The stored form of a window. */
  static Serde<WindowStats> stats() {
    return Serdes.serdeFrom(
        (topic, stats) -> stats.toBytes(), (topic, bytes) -> WindowStats.ofBytes(bytes));
  }
}
