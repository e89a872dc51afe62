package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.Restorer;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what is committed of one partition of the model. */
final class SimChangelogReader implements ChangelogReader {
  private final SimKafka kafka;
  private final SimActor actor;
  private final Set<SimWeakness> weak;
  private final SimPartition log;
  private final int endWhenJoined;
  private long position;

  SimChangelogReader(
      SimKafka kafka,
      SimActor actor,
      Set<SimWeakness> weak,
      TopicPartition partition,
      int endWhenJoined) {
    this.kafka = kafka;
    this.actor = actor;
    this.weak = weak;
    this.log = kafka.log(partition);
    this.endWhenJoined = endWhenJoined;
  }

  @Override
  public long beginning() {
    return log.start();
  }

  @Override
  public long highWatermark() {
    actor.pause();
    if (weak.contains(SimWeakness.END_AT_LAST_STABLE)) {
      return log.lastStable();
    }
    return weak.contains(SimWeakness.END_BEFORE_OFFSET) ? endWhenJoined : log.end();
  }

  @Override
  public void seek(long offset) {
    position = offset;
  }

  @Override
  public long read(Duration timeout, Consumer<Entry> sink) {
    int stable = log.lastStable();
    if (position >= stable) {
      actor.rest();
    } else {
      actor.pause();
    }
    long end = Math.min(stable, position + 1 + kafka.random.nextInt(60));
    for (; position < end; position++) {
      SimPartition.Entry e = log.at(position);
      if (e.readable()) {
        sink.accept(new Entry(position, Objects.requireNonNull(e.key), e.value));
      }
    }
    return position;
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  /** What a new worker would restore from everything that is committed. */
  static Map<String, String> stateIn(SimPartition log) {
    StateStore store = States.inMemoryStore();
    Restorer restorer = States.restorer(store);
    for (int i = 0; i < log.end(); i++) {
      SimPartition.Entry e = log.at(i);
      if (e.readable()) {
        Changelog.decode(Objects.requireNonNull(e.key), e.value, restorer::add);
      }
    }
    restorer.finish(new Position(0, 0, 0));
    ShardState state = States.open(store, CacheBudget.unbounded());
    Map<String, String> all = new TreeMap<>();
    for (String rule : SimTask.RULES) {
      state
          .table(SimTask.counts(rule, Set.of()))
          .forEach((key, count) -> all.put(key, count.toString()));
    }
    state.table(SimTask.HELD).forEach((name, one) -> all.put(name, "held"));
    state.table(SimTask.CLOCK).forEach((t, time) -> all.put("clock", time.toString()));
    state
        .timers("again", Codecs.STRING)
        .fire(Long.MAX_VALUE, (key, at) -> all.put(key + "@", Long.toString(at)));
    return all;
  }
}
