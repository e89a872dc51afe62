package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.Restorer;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Workers that count, on a model of Kafka, while everything goes wrong that can: crashes at any
 * call, lost disks, workers that stand still past their session, lost requests and answers,
 * compaction. After each step what is committed must equal a naive count of the input.
 */
final class SimWorld {
  private static final String IN = "in";
  private static final String OUT = "out";
  private static final String STATE = "state";
  private static final int KEYS = 5;
  private static final int WORKERS = 3;
  private static final LaneSettings SETTINGS =
      new LaneSettings(
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          1 << 20,
          Duration.ofSeconds(5),
          Duration.ZERO);

  private final long seed;
  private final Random random;
  private final Set<SimWeakness> weak;
  private final SimKafka kafka;
  private final SimFaults faults;
  private final List<TopicPartition> inputs = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private int seenMoves;

  SimWorld(long seed, Set<SimWeakness> weak) {
    this.seed = seed;
    this.random = new Random(seed);
    this.weak = weak;
    for (int p = 0; p < 1 + random.nextInt(3); p++) {
      inputs.add(new TopicPartition(IN, p));
    }
    kafka = new SimKafka(random, inputs);
    faults = new SimFaults(random);
    for (int w = 0; w < WORKERS; w++) {
      workers.add(new Worker("worker-" + w));
    }
  }

  /** Runs with faults, then without until everything is counted. */
  void run(int steps) {
    try {
      for (int step = 0; step < steps; step++) {
        disturb();
        workers.get(random.nextInt(WORKERS)).step();
        kafka.pass(random.nextInt(40));
        check();
      }
      faults.on = false;
      int calm = 0;
      while (!finished()) {
        if (++calm > 20_000) {
          throw new AssertionError("not everything was counted: " + kafka.committed);
        }
        workers.forEach(Worker::step);
        kafka.pass(100);
        check();
      }
      checkState();
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    } finally {
      workers.forEach(w -> w.actor.kill());
    }
  }

  private void disturb() {
    int dice = random.nextInt(200);
    if (dice < 60) {
      TopicPartition p = inputs.get(random.nextInt(inputs.size()));
      int k = random.nextInt(KEYS + 1);
      String key = p.partition() + "-" + (k == KEYS ? SimTask.PLAIN : k);
      kafka.append(p, key.getBytes(UTF_8), new byte[0], null);
    } else if (dice < 62) {
      kafka.pass(random.nextInt(15_000));
    } else if (dice < 64) {
      workers.get(random.nextInt(WORKERS)).crash();
    } else if (dice < 70) {
      kafka.compact(changelog(inputs.get(random.nextInt(inputs.size()))));
    } else if (dice < 71) {
      kafka.rebalance();
    } else if (dice < 75) {
      standStill(workers.get(random.nextInt(WORKERS)));
    }
  }

  /** All but one worker go on, past the session of the one; another one may lose its disk. */
  private void standStill(Worker zombie) {
    int pace = 20 + random.nextInt(300);
    for (int i = random.nextInt(150); i > 0; i--) {
      Worker other = workers.get(random.nextInt(WORKERS));
      if (other == zombie) {
        continue;
      }
      if (random.nextInt(60) == 0) {
        other.disk.clear();
        other.crash();
      }
      other.step();
      kafka.pass(random.nextInt(pace));
      check();
    }
  }

  private boolean finished() {
    for (TopicPartition p : inputs) {
      if (kafka.committed.getOrDefault(p, 0L) < kafka.log(p).size()) {
        return false;
      }
    }
    return true;
  }

  /** What is committed to the output is the count of the input up to the committed offset. */
  private void check() {
    int moves = kafka.committed.hashCode() * 31 + kafka.log(new TopicPartition(OUT, 0)).size();
    if (moves == seenMoves) {
      return;
    }
    seenMoves = moves;
    List<String> told = new ArrayList<>();
    for (SimKafka.Entry e : kafka.log(new TopicPartition(OUT, 0))) {
      if (e.readable()) {
        told.add(new String(Objects.requireNonNull(e.value), UTF_8));
      }
    }
    List<String> due = new ArrayList<>();
    for (TopicPartition p : inputs) {
      due.addAll(due(p, kafka.committed.getOrDefault(p, 0L)));
    }
    told.sort(null);
    due.sort(null);
    if (!told.equals(due)) {
      throw new AssertionError("committed outputs " + told + ", due for the input " + due);
    }
  }

  /** What a task that never fails would have told. */
  private List<String> due(TopicPartition p, long upTo) {
    List<String> due = new ArrayList<>();
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < upTo; i++) {
      String key = new String(Objects.requireNonNull(kafka.log(p).get(i).key), UTF_8);
      due.add(key + "=" + (key.endsWith(SimTask.PLAIN) ? i : counts.merge(key, 1L, Long::sum)));
    }
    return due;
  }

  /** What a new worker would restore is the count of the input. */
  private void checkState() {
    for (TopicPartition p : inputs) {
      StateStore store = States.inMemoryStore();
      Restorer restorer = States.restorer(store);
      kafka.log(changelog(p)).stream()
          .filter(SimKafka.Entry::readable)
          .forEach(e -> Changelog.decode(Objects.requireNonNull(e.key), e.value, restorer::add));
      restorer.finish(new Position(0, 0, 0));
      Map<String, Long> restored = new TreeMap<>();
      States.open(store, CacheBudget.unbounded()).table(SimTask.COUNTS).forEach(restored::put);
      Map<String, Long> counted = count(p, kafka.log(p).size());
      if (!restored.equals(counted)) {
        throw new AssertionError("restored " + restored + " of " + p + ", counted " + counted);
      }
    }
  }

  private Map<String, Long> count(TopicPartition p, long upTo) {
    Map<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < upTo; i++) {
      String key = new String(Objects.requireNonNull(kafka.log(p).get(i).key), UTF_8);
      if (!key.endsWith(SimTask.PLAIN)) {
        counts.merge(key, 1L, Long::sum);
      }
    }
    return counts;
  }

  private static TopicPartition changelog(TopicPartition input) {
    return new TopicPartition(STATE, input.partition());
  }

  /** A process with its disk; it is started again when it is killed. */
  private final class Worker {
    private final String name;
    private final Map<ShardId, StateStore> disk = new HashMap<>();
    private SimActor actor;

    Worker(String name) {
      this.name = name;
      this.actor = start();
    }

    void step() {
      actor.step();
    }

    void crash() {
      actor.kill();
      if (random.nextInt(3) == 0) {
        disk.clear();
      }
      actor = start();
    }

    private SimActor start() {
      Runnable[] run = new Runnable[1];
      SimActor next = new SimActor(name, () -> run[0].run());
      LaneSpec spec =
          new LaneSpec(
              name,
              new SimTask(OUT),
              InputTopics.of(Set.of(IN)),
              () -> new SimLaneLog(kafka, next, faults, weak, name),
              p -> new SimChangelogReader(kafka, next, p),
              new StateTopic(
                  Map.of(IN, STATE), Map.of(IN, new TopicAdmin.TopicState("id", inputs.size()))),
              new Disk(),
              new Watermarks());
      run[0] =
          new Lane(
              spec,
              SETTINGS,
              new LaneStats(),
              () -> Instant.ofEpochMilli(kafka.now),
              Runnable::run);
      return next;
    }

    private final class Disk implements StateHome {
      private final CacheBudget budget =
          CacheBudget.ofBytes(random.nextBoolean() ? 0 : random.nextInt(3_000));

      @Override
      public StateStore open(ShardId shard) {
        return disk.computeIfAbsent(shard, s -> States.inMemoryStore());
      }

      @Override
      public void discard(ShardId shard) {
        disk.remove(shard);
      }

      @Override
      public ShardState live(ShardId shard, StateStore store) {
        return States.open(store, budget);
      }
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
      return OptionalLong.of(kafka.log(partition).size());
    }
  }
}
