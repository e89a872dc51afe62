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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import reactor.core.publisher.Flux;

/**
 * For each record: how often its key came so far. The smallest task with state whose outputs show
 * every loss and every doubling.
 */
final class CountTask implements Task {
  private final String out;
  private final int version;
  private final CountDownLatch gate;

  CountTask(String out) {
    this(out, 1, new CountDownLatch(0));
  }

  /**
   * @param version of the form of its state, the same for all
   * @param gate what keys that begin with "wait" wait for
   */
  CountTask(String out, int version, CountDownLatch gate) {
    this.out = out;
    this.version = version;
    this.gate = gate;
  }

  @Override
  public String name() {
    return "count";
  }

  @Override
  public Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in) {
    Table<String, Long> counts =
        shard.state().table(new TableSpec<>("counts", version, Codecs.STRING, Codecs.LONG));
    return in.map(batch -> batch.with(count(counts, batch)));
  }

  private List<OutRecord> count(Table<String, Long> counts, Batch<Records> batch) {
    List<OutRecord> made = new ArrayList<>();
    for (Records records : batch.items()) {
      for (int i = 0; i < records.size(); i++) {
        byte[] key = Objects.requireNonNull(records.key(i));
        String name = new String(key, UTF_8);
        if (name.startsWith("poison")) {
          throw new IllegalStateException("cannot count " + name);
        }
        if (name.startsWith("wait")) {
          pass();
        }
        Long before = counts.get(name);
        long count = (before == null ? 0 : before) + 1;
        counts.put(name, count);
        byte[] value = (name + "=" + count).getBytes(UTF_8);
        if (name.startsWith("huge")) {
          value = Arrays.copyOf(value, 2 << 20);
        }
        made.add(new OutRecord(out, OutRecord.BY_KEY, key, value, Map.of(), -1, true));
      }
    }
    batch
        .rejections()
        .forEach(
            r ->
                made.add(
                    new OutRecord(
                        out,
                        OutRecord.BY_KEY,
                        batch.records().key(r.index()),
                        ("rejected " + r.reason()).getBytes(UTF_8),
                        Map.of(),
                        -1,
                        true)));
    return made;
  }

  private void pass() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the gate", e);
    }
  }
}
