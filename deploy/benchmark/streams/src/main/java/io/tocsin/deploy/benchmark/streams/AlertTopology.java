package io.tocsin.deploy.benchmark.streams;

import io.tocsin.deploy.benchmark.job.JobArguments;
import io.tocsin.deploy.benchmark.job.Reading;
import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.job.TransitionJson;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** The alert job: tells when a reading takes its sensor beyond the limit, and back. */
final class AlertTopology {
  private static final String STORE = "firing";

  private AlertTopology() {}

  static void build(StreamsBuilder builder, JobArguments arguments) {
    KeyValueBytesStoreSupplier store =
        arguments.is("store", "memory")
            ? Stores.inMemoryKeyValueStore(STORE)
            : Stores.persistentKeyValueStore(STORE);
    builder.addStateStore(
        Stores.keyValueStoreBuilder(store, Serdes.String(), Serdes.Boolean()).withCachingEnabled());
    builder.stream(arguments.text("input"), JobSerdes.input())
        .process(Tell::new, STORE)
        .to(arguments.text("output"), Produced.with(Serdes.String(), Serdes.ByteArray()));
  }

  private static final class Tell extends ContextualProcessor<String, Reading, String, byte[]> {
    @Override
    public void process(Record<String, Reading> reading) {
      KeyValueStore<String, Boolean> store = context().getStateStore(STORE);
      boolean now = reading.value().value() > Transition.LIMIT;
      boolean before = store.get(reading.key()) != null;
      if (now != before) {
        store.put(reading.key(), now ? Boolean.TRUE : null);
        context()
            .forward(reading.withValue(TransitionJson.encode(reading.value().timeMillis(), now)));
      }
    }
  }
}
