package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Change;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.LogEntry;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A process with its disk; it is started again when it is killed. */
final class SimWorker {
  private final String name;
  private final SimKafka kafka;
  private final SimFaults faults;
  private final Set<SimWeakness> weak;
  private final Executor threads;
  private final Map<ShardId, StateStore> disk = new HashMap<>();
  private SimActor actor;
  private @Nullable SimLaneLog log;
  private final SimTopics topics;
  private final Notices notices;
  private LaneStats stats = new LaneStats();
  private LossPolicy policy;
  private int starts;

  SimWorker(
      String name,
      SimKafka kafka,
      SimFaults faults,
      Set<SimWeakness> weak,
      Executor threads,
      Notices notices,
      LossPolicy policy) {
    this.topics = new SimTopics(kafka, weak);
    this.notices = notices;
    this.policy = policy;
    this.name = name;
    this.kafka = kafka;
    this.faults = faults;
    this.weak = weak;
    this.threads = threads;
    this.actor = start();
  }

  /** The name of the worker that has a transactional id. */
  static String nameIn(String transactionalId) {
    int end = transactionalId.indexOf('/');
    return end < 0 ? transactionalId : transactionalId.substring(0, end);
  }

  /** Goes on for so many calls. */
  void step(int calls) {
    actor.step(calls);
  }

  /** Goes on until its transaction has come so far, if it does soon. */
  void stepTo(SimLaneLog.Stage stage, int calls) {
    actor.step(calls, () -> stage() == stage);
  }

  /** How far its transaction has come. */
  SimLaneLog.Stage stage() {
    return log == null ? SimLaneLog.Stage.NONE : log.stage();
  }

  void kill() {
    actor.kill();
  }

  void crash(boolean disksToo) {
    actor.kill();
    if (disksToo) {
      disk.clear();
    }
    actor = start();
  }

  /** Whether a shard waits for a person's decision. */
  boolean stopped() {
    return stats.shards().values().stream()
        .anyMatch(s -> s.phase() == LaneStats.ShardProgress.Phase.STOPPED);
  }

  /** The person decides: it is started again with the other policy. */
  void goOn() {
    policy = LossPolicy.CONTINUE;
    crash(false);
  }

  private SimActor start() {
    starts++;
    String id = weak.contains(SimWeakness.NEW_TRANSACTIONAL_ID) ? name + "/" + starts : name;
    List<String> rules = kafka.random.nextBoolean() ? SimTask.RULES : List.of("odd", "even");
    stats = new LaneStats();
    Runnable[] run = new Runnable[1];
    SimActor next = new SimActor(threads, () -> run[0].run());
    LaneSpec spec =
        new LaneSpec(
            name,
            new SimTask(SimWorld.OUT, rules, weak),
            InputTopics.of(List.of(SimWorld.IN)),
            () -> log = new SimLaneLog(kafka, next, faults, weak, id),
            p ->
                new SimChangelogReader(
                    kafka, next, weak, p, Objects.requireNonNull(log).endWhenJoined(p)),
            new StateTopic(Map.of(SimWorld.IN, SimWorld.STATE), topics, topics::grow, topics),
            new Disk(),
            new Watermarks(),
            notices);
    run[0] =
        new Lane(
            spec,
            SimWorld.SETTINGS.withOnLostInput(policy),
            stats,
            () -> Instant.ofEpochMilli(kafka.now),
            Runnable::run,
            new Portions(1 + kafka.random.nextInt(4)));
    return next;
  }

  private final class Disk implements StateHome {
    private final CacheBudget budget =
        CacheBudget.ofBytes(kafka.random.nextBoolean() ? 0 : kafka.random.nextInt(3_000));

    @Override
    public StateStore open(ShardId shard, Consumer<Notice> told) {
      return disk.computeIfAbsent(
          shard,
          s ->
              weak.contains(SimWeakness.TOPIC_ID_NOT_STORED)
                  ? new Forgetful(States.inMemoryStore())
                  : States.inMemoryStore());
    }

    @Override
    public void damaged(ShardId shard, String why) {
      throw new AssertionError(shard + " is damaged: " + why);
    }

    @Override
    public void discard(ShardId shard) {
      disk.remove(shard);
    }

    @Override
    public ShardState live(ShardId shard, StateStore store) {
      return weak.contains(SimWeakness.LOCAL_BEFORE_COMMIT)
          ? new Hasty(States.open(store, budget), store)
          : States.open(States.writeBehind(store), budget);
    }
  }

  /** Writes to the local store what is not committed yet. */
  private record Hasty(ShardState state, StateStore store) implements ShardState {
    @Override
    public <K, V> Table<K, V> table(TableSpec<K, V> spec) {
      return state.table(spec);
    }

    @Override
    public <K> Timers<K> timers(String name, Codec<K> keys) {
      return state.timers(name, keys);
    }

    @Override
    public void reopen() {
      state.reopen();
    }

    @Override
    public boolean dirty() {
      return state.dirty();
    }

    @Override
    public long dirtyBytes() {
      return state.dirtyBytes();
    }

    @Override
    public List<LogEntry> drain() {
      List<LogEntry> log = state.drain();
      state.committed(Objects.requireNonNullElse(store.position(), new Position(0, 0, 0)));
      return log;
    }

    @Override
    public void committed(Position position) {
      state.drain();
      state.committed(position);
    }

    @Override
    public void batchEnd() {
      state.batchEnd();
    }

    @Override
    public void close() {
      state.close();
    }
  }

  /** Stores positions as the first release did. */
  private record Forgetful(StateStore store) implements StateStore {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return store.get(key);
    }

    @Override
    public void write(List<Change> changes, Position position) {
      store.write(
          changes, new Position(position.input(), position.changelog(), position.writtenAt()));
    }

    @Override
    public @Nullable Position position() {
      return store.position();
    }

    @Override
    public void scan(byte[] from, byte @Nullable [] to, BiPredicate<byte[], byte[]> visitor) {
      store.scan(from, to, visitor);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  /** Answers at once. */
  private final class Watermarks implements CaughtUp.HighWatermarks {
    @Override
    public boolean idle() {
      return true;
    }

    @Override
    public void ask(Collection<TopicPartition> partitions) {
      // The answer is looked up when it is fetched.
    }

    @Override
    public OptionalLong answer(TopicPartition partition) {
      return OptionalLong.of(kafka.log(partition).end());
    }
  }
}
