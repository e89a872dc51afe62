package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;

/**
 * Tells of each record how often its key came so far, which needs state, or, for keys that end in
 * {@link #PLAIN}, only where it was: then nothing but the offsets of the group keeps it from being
 * told twice.
 */
final class SimTask implements Task {
  static final String PLAIN = "p";

  static final TableSpec<String, Long> COUNTS =
      new TableSpec<>("counts", 1, Codecs.STRING, Codecs.LONG);

  private final String out;

  SimTask(String out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "count";
  }

  @Override
  public Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in) {
    Table<String, Long> counts = shard.state().table(COUNTS);
    return in.map(batch -> batch.with(tell(counts, batch)));
  }

  private List<OutRecord> tell(Table<String, Long> counts, Batch<Records> batch) {
    List<OutRecord> made = new ArrayList<>();
    for (Records records : batch.items()) {
      for (int i = 0; i < records.size(); i++) {
        byte[] key = Objects.requireNonNull(records.key(i));
        String name = new String(key, UTF_8);
        String told = name + "=" + number(counts, name, records.offset(i));
        made.add(
            new OutRecord(
                out, OutRecord.BY_KEY, key, told.getBytes(UTF_8), Map.of(), -1, urgent(i)));
      }
    }
    return made;
  }

  private static boolean urgent(int i) {
    return i % 2 == 0;
  }

  private static long number(Table<String, Long> counts, String name, long offset) {
    if (name.endsWith(PLAIN)) {
      return offset;
    }
    Long before = counts.get(name);
    long count = (before == null ? 0 : before) + 1;
    counts.put(name, count);
    return count;
  }
}
