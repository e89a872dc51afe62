package io.tocsin.deploy.benchmark.streams;

import io.tocsin.deploy.benchmark.job.JobArguments;
import io.tocsin.deploy.benchmark.job.Reading;
import io.tocsin.deploy.benchmark.job.SummaryJson;
import io.tocsin.deploy.benchmark.job.WindowStats;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindowedKStream;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.WindowStore;

/** The windowed job: count, sum, min, max and mean per sensor and ten seconds of event time. */
final class WindowedTopology {
  private static final Duration SIZE = Duration.ofMillis(ReadingPlan.WINDOW_MILLIS);
  private static final Duration GRACE = Duration.ofMillis(ReadingPlan.GRACE_MILLIS);

  private WindowedTopology() {}

  static void build(StreamsBuilder builder, JobArguments arguments) {
    TimeWindowedKStream<String, Reading> windows =
        builder.stream(arguments.text("input"), JobSerdes.input())
            .groupByKey()
            .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE));
    if (arguments.is("emit", "close")) {
      windows = windows.emitStrategy(EmitStrategy.onWindowClose());
    }
    KTable<Windowed<String>, WindowStats> results =
        windows.aggregate(
            WindowStats::new, (sensor, reading, sum) -> sum.add(reading.value()), store(arguments));
    if (arguments.is("emit", "suppress")) {
      results = results.suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()));
    }
    ThreadLocal<SummaryJson> json = ThreadLocal.withInitial(SummaryJson::new);
    results
        .toStream()
        .map(
            (window, sum) ->
                KeyValue.pair(window.key(), json.get().encode(window.window().start(), sum)))
        .to(arguments.text("output"), Produced.with(Serdes.String(), Serdes.ByteArray()));
  }

  private static Materialized<String, WindowStats, WindowStore<Bytes, byte[]>> store(
      JobArguments arguments) {
    Materialized<String, WindowStats, WindowStore<Bytes, byte[]>> store =
        Materialized.as("windows");
    return store
        .withStoreType(
            arguments.is("store", "memory")
                ? BuiltInDslStoreSuppliers.IN_MEMORY
                : BuiltInDslStoreSuppliers.ROCKS_DB)
        .withKeySerde(Serdes.String())
        .withValueSerde(JobSerdes.stats())
        .withCachingEnabled();
  }
}
