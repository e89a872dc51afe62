package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import reactor.core.publisher.Flux;

/**
 * Does all that a task may do. By the letter of the key: {@code c} counts, and sets a timer that
 * tells the count again when a later record is past it; {@code h} counts and tells at the next
 * tick, which moves no offset; {@code p} tells where the record was, so that nothing but the
 * offsets of the group keeps it from being told twice. {@link SimReference} says the same naively.
 */
final class SimTask implements Task {
  static final List<String> RULES = List.of("even", "odd");

  private final String out;
  private final List<String> order;
  private final Set<SimWeakness> weak;

  /**
   * @param order the rules in the order in which this process has them in its files
   */
  SimTask(String out, List<String> order, Set<SimWeakness> weak) {
    this.out = out;
    this.order = order;
    this.weak = weak;
  }

  /** How often a key came, and at which offset the last time. */
  record Count(long n, long last) {
    static final Count NONE = new Count(0, -1);

    @Override
    public String toString() {
      return n + "/" + last;
    }
  }

  /** The value of a record: its time, and after how long its timer is due (0 for none). */
  static byte[] value(long time, long delay) {
    return ByteBuffer.allocate(16).putLong(time).putLong(delay).array();
  }

  static String rule(String key) {
    return RULES.get(key.charAt(key.length() - 1) % 2);
  }

  static TableSpec<String, Count> counts(String rule, Set<SimWeakness> weak) {
    boolean whole = !weak.contains(SimWeakness.LOSSY_CODEC);
    return new TableSpec<>("counts." + rule, 1, Codecs.STRING, new CountCodec(whole));
  }

  static final TableSpec<String, Long> HELD =
      new TableSpec<>("held", 1, Codecs.STRING, Codecs.LONG);
  static final TableSpec<String, Long> CLOCK =
      new TableSpec<>("clock", 1, Codecs.STRING, Codecs.LONG);

  @Override
  public String name() {
    return "count";
  }

  @Override
  public Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in) {
    Counter counter = new Counter(shard.state());
    return in.map(batch -> batch.with(counter.run(batch)));
  }

  private final class Counter {
    private final Map<String, Table<String, Count>> counts = new HashMap<>();
    private final Table<String, Long> held;
    private final Table<String, Long> clock;
    private final Timers<String> timers;
    private List<OutRecord> made = new ArrayList<>();

    Counter(ShardState state) {
      for (int i = 0; i < order.size(); i++) {
        String name = weak.contains(SimWeakness.STATE_BY_PLACE) ? "rule-" + i : order.get(i);
        counts.put(order.get(i), state.table(counts(name, weak)));
      }
      held = state.table(HELD);
      clock = state.table(CLOCK);
      timers = state.timers("again", Codecs.STRING);
    }

    List<OutRecord> run(Batch<Records> batch) {
      made = new ArrayList<>();
      for (Records records : batch.items()) {
        for (int i = 0; i < records.size(); i++) {
          take(records, i);
        }
      }
      if (weak.contains(SimWeakness.TIMERS_AFTER_BATCH)) {
        fire(time());
      }
      if (batch.items().isEmpty()) {
        tellHeld();
      }
      return made;
    }

    private void take(Records records, int i) {
      String key = new String(Objects.requireNonNull(records.key(i)), UTF_8);
      long offset = records.offset(i);
      boolean urgent = offset % 2 == 0;
      if (key.indexOf('p') > 0) {
        tell(key, "=" + offset, urgent);
        return;
      }
      ByteBuffer value = ByteBuffer.wrap(Objects.requireNonNull(records.value(i)));
      long time = Math.max(time(), value.getLong(0));
      clock.put("t", time);
      if (!weak.contains(SimWeakness.TIMERS_AFTER_BATCH)) {
        fire(time);
      }
      Table<String, Count> table = Objects.requireNonNull(counts.get(rule(key)));
      Count before = Objects.requireNonNullElse(table.get(key), Count.NONE);
      table.put(key, new Count(before.n() + 1, offset));
      if (key.indexOf('h') > 0) {
        held.put(key + "~" + (before.n() + 1), 1L);
        return;
      }
      tell(key, "=" + (before.n() + 1) + "/" + before.last(), urgent);
      if (value.getLong(8) > 0) {
        timers.set(key, value.getLong(0) + value.getLong(8));
      }
    }

    private long time() {
      return Objects.requireNonNullElse(clock.get("t"), Long.MIN_VALUE);
    }

    private void fire(long upTo) {
      timers.fire(
          upTo,
          (key, at) -> {
            Count now = Objects.requireNonNull(counts.get(rule(key))).get(key);
            tell(key, "@" + at + ":" + now, true);
          });
    }

    private void tellHeld() {
      List<String> all = new ArrayList<>();
      held.forEach((name, one) -> all.add(name));
      for (String name : all) {
        held.remove(name);
        int n = name.indexOf('~');
        tell(name.substring(0, n), name.substring(n), false);
      }
    }

    private void tell(String key, String what, boolean urgent) {
      byte[] bytes = key.getBytes(UTF_8);
      byte[] told = (key + what).getBytes(UTF_8);
      made.add(new OutRecord(out, OutRecord.BY_KEY, bytes, told, Map.of(), -1, urgent));
    }
  }

  private record CountCodec(boolean whole) implements Codec<Count> {
    @Override
    public void write(Count count, ByteWriter out) {
      out.putVarLong(count.n()).putVarLong(whole ? count.last() + 1 : 0);
    }

    @Override
    public Count read(ByteReader in, int version) {
      return new Count(in.getVarLong(), in.getVarLong() - 1);
    }
  }
}
