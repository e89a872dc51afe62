package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Workers on a model of Kafka, while everything goes wrong that can: crashes at any call, lost
 * disks, workers that stand still past their session, lost requests and answers, hanging
 * transactions, compaction. Whatever is committed must be what {@link SimReference} says.
 */
final class SimWorld {
  static final String IN = "in";
  static final String OUT = "out";
  static final String STATE = "state";
  static final LaneSettings SETTINGS =
      new LaneSettings(
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          1 << 20,
          Duration.ofSeconds(5),
          Duration.ZERO,
          LossPolicy.STOP);

  private static final int WORKERS = 3;
  private static final int STEPS = 90;
  private static final int CALM = 400;
  private static final SimLaneLog.Stage[] STAGES = SimLaneLog.Stage.values();
  private static final String[] KEYS = {"c0", "c1", "c2", "c3", "h0", "h1", "p0"};

  private final long seed;
  private final Random random;
  private final SimKafka kafka;
  private final SimFaults faults;
  private final List<TopicPartition> inputs = new ArrayList<>();
  private final Map<TopicPartition, SimReference> references = new TreeMap<>(SimKafka.BY_PARTITION);
  private final List<SimWorker> workers = new ArrayList<>();
  private final Set<TopicPartition> owed = new TreeSet<>(SimKafka.BY_PARTITION);
  private final boolean topicsChange;

  /** A partition whose records make no state, so that offsets alone tell what was done. */
  private final int plain;

  private @Nullable AssertionError violation;
  private long eventTime;
  private long publishAfter;

  /**
   * @param threads runs each task on a thread of its own
   */
  SimWorld(long seed, Set<SimWeakness> weak, Executor threads) {
    this.seed = seed;
    // Neighbouring seeds begin alike without it.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    kafka = new SimKafka(random);
    kafka.onCommit(this::committed);
    faults = new SimFaults(random);
    int partitions = 1 + random.nextInt(3);
    for (int p = 0; p < partitions; p++) {
      addPartition(p);
    }
    kafka.changelogs = partitions;
    plain = random.nextInt(6);
    topicsChange = random.nextInt(3) == 0;
    LossPolicy policy = random.nextBoolean() ? LossPolicy.STOP : LossPolicy.CONTINUE;
    for (int w = 0; w < WORKERS; w++) {
      workers.add(new SimWorker("worker-" + w, kafka, faults, weak, threads, this::notice, policy));
    }
  }

  static TopicPartition changelog(TopicPartition input) {
    return new TopicPartition(STATE, input.partition());
  }

  private void addPartition(int number) {
    TopicPartition p = new TopicPartition(IN, number);
    inputs.add(p);
    kafka.inputs.add(p);
    references.put(p, new SimReference(kafka.log(p), kafka.inputIncarnation));
  }

  /**
   * Runs with faults, then without until everything is counted.
   *
   * @throws AssertionError with the seed
   */
  void run() {
    try {
      for (int step = 0; step < STEPS; step++) {
        disturb();
        step(workers.get(random.nextInt(WORKERS)));
      }
      faults.on = false;
      for (int calm = 0; !finished(); calm++) {
        if (calm > CALM) {
          throw new AssertionError(
              "not everything was counted, or told: " + kafka.committed + ", to be told: " + owed);
        }
        for (SimWorker worker : workers) {
          step(worker, 1000);
          if (worker.stopped()) {
            worker.goOn();
          }
        }
        kafka.pass(700);
      }
      inputs.forEach(this::checkState);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    } finally {
      workers.forEach(SimWorker::kill);
    }
  }

  private void step(SimWorker worker) {
    step(worker, 1 + random.nextInt(random.nextInt(3) == 0 ? 60 : 8));
    kafka.pass(random.nextInt(40));
  }

  private void step(SimWorker worker, int calls) {
    worker.step(calls);
    if (violation != null) {
      throw violation;
    }
  }

  private void disturb() {
    for (int i = random.nextInt(3); i > 0; i--) {
      publish(inputs.get(random.nextInt(inputs.size())));
    }
    int dice = random.nextInt(100);
    if (dice < 4) {
      kafka.pass(random.nextInt(15_000));
    } else if (dice < 10) {
      any().crash(random.nextInt(3) == 0);
    } else if (dice < 20) {
      kafka.log(changelog(inputs.get(random.nextInt(inputs.size())))).compact(random);
    } else if (dice < 24) {
      kafka.group.rebalance();
    } else if (dice < 34) {
      standStill(any());
    } else if (dice < 36) {
      kafka.hang(changelog(inputs.get(random.nextInt(inputs.size()))), random.nextInt(15_000));
    } else if (dice < 40 && topicsChange) {
      changeTopics();
    }
  }

  private void changeTopics() {
    int dice = random.nextInt(8);
    if (dice < 5) {
      TopicPartition p = inputs.get(random.nextInt(inputs.size()));
      // What was deleted before anybody came is nobody's loss.
      if (reference(p).begun()) {
        kafka.log(p).deleteBefore(kafka.log(p).start() + random.nextInt(30));
      }
      return;
    }
    for (TopicPartition p : inputs) {
      if (reference(p).begun()) {
        owed.add(p);
      }
    }
    if (dice < 7) {
      kafka.createInputAgain(random.nextBoolean());
      // Whoever reads must have looked at the topic again before it is as long as the old one was.
      publishAfter = kafka.now + 5_000;
    } else if (inputs.size() < 5) {
      addPartition(inputs.size());
      kafka.group.rebalance();
    } else {
      owed.clear();
    }
  }

  /** What the alert says here: which log it is about, and where that began at the time. */
  private List<OutRecord> notice(ShardId shard, Notice notice, long since, boolean over) {
    TopicPartition p = new TopicPartition(IN, shard.partition());
    String text = "!" + kafka.log(p).start();
    byte[] key = (p.partition() + "-!").getBytes(UTF_8);
    return over
        ? List.of()
        : List.of(
            new OutRecord(OUT, OutRecord.BY_KEY, key, text.getBytes(UTF_8), Map.of(), since, true));
  }

  private SimWorker any() {
    return workers.get(random.nextInt(WORKERS));
  }

  private void publish(TopicPartition p) {
    if (kafka.now < publishAfter) {
      return;
    }
    eventTime += random.nextInt(1_000);
    String key =
        p.partition() + "-" + (plain == p.partition() ? "p0" : KEYS[random.nextInt(KEYS.length)]);
    long time = eventTime - random.nextInt(2_000);
    long delay = random.nextInt(3) == 0 ? 1 + random.nextInt(3_000) : 0;
    kafka.append(p, key.getBytes(UTF_8), SimTask.value(time, delay), null);
  }

  /**
   * All but one worker go on, past the session of the one; another one may lose its disk. The one
   * stops where it hurts: in some stage of its transaction.
   */
  private void standStill(SimWorker zombie) {
    SimLaneLog.Stage wanted = STAGES[random.nextInt(STAGES.length)];
    if (wanted != SimLaneLog.Stage.NONE) {
      for (int i = 0; i < 4 && zombie.stage() != wanted; i++) {
        inputs.forEach(this::publish);
        kafka.callTakes = 200;
        zombie.stepTo(wanted, 40);
        kafka.callTakes = 4;
      }
    }
    int pace = 20 + random.nextInt(500);
    for (int i = random.nextInt(40); i > 0; i--) {
      SimWorker other = any();
      if (other == zombie) {
        continue;
      }
      if (random.nextInt(20) == 0) {
        other.crash(true);
      }
      step(other, 1 + random.nextInt(40));
      kafka.pass(random.nextInt(pace));
    }
    if (random.nextBoolean()) {
      step(zombie, 1 + random.nextInt(8));
    }
  }

  private boolean finished() {
    if (!owed.isEmpty()) {
      return false;
    }
    for (TopicPartition p : inputs) {
      if (!reference(p).finished(kafka.log(p))) {
        return false;
      }
    }
    return true;
  }

  private SimReference reference(TopicPartition input) {
    return Objects.requireNonNull(references.get(input));
  }

  /** Checks a transaction against the reference at the moment at which it counts. */
  private void committed(SimKafka.Transaction t) {
    try {
      Map<TopicPartition, Long> lost = losses(t);
      marks(t, lost.keySet());
      lost.forEach((p, start) -> reference(p).lostBefore(start));
      t.offsets.forEach((p, offset) -> reference(p).advance(offset));
      outputs(t, (p, told) -> reference(p).told(told));
      references.values().forEach(SimReference::toldAll);
      if (random.nextInt(8) == 0) {
        t.offsets.keySet().forEach(this::checkState);
      }
    } catch (AssertionError e) {
      if (violation == null) {
        violation = e;
      }
    }
  }

  private static void outputs(SimKafka.Transaction t, BiConsumer<TopicPartition, String> take) {
    for (SimPartition.Entry e : t.entries) {
      byte[] key = Objects.requireNonNull(e.key);
      byte[] value = Objects.requireNonNull(e.value);
      if (key[0] >= '0' && value[0] != '!') {
        take.accept(new TopicPartition(IN, key[0] - '0'), new String(value, UTF_8));
      }
    }
  }

  private Map<TopicPartition, Long> losses(SimKafka.Transaction t) {
    Map<TopicPartition, Long> lost = new TreeMap<>(SimKafka.BY_PARTITION);
    for (SimPartition.Entry e : t.entries) {
      byte[] key = Objects.requireNonNull(e.key);
      if (key[0] >= '0' && Objects.requireNonNull(e.value)[0] == '!') {
        TopicPartition p = new TopicPartition(IN, key[0] - '0');
        lost.put(p, Long.parseLong(new String(e.value, 1, e.value.length - 1, UTF_8)));
        owed.remove(p);
      }
    }
    return lost;
  }

  private void marks(SimKafka.Transaction t, Set<TopicPartition> told) {
    t.marks.forEach(
        (partition, mark) -> {
          TopicPartition p = new TopicPartition(IN, partition);
          int number = Integer.parseInt(mark.topicId().substring(IN.length() + 1));
          reference(p).of(number, kafka.log(p, number), told.contains(p));
        });
  }

  /** What is committed of the state must be that of the input up to the committed offset. */
  private void checkState(TopicPartition p) {
    Map<String, String> restored = SimChangelogReader.stateIn(kafka.log(changelog(p)));
    Map<String, String> due = reference(p).state();
    if (!restored.equals(due)) {
      throw new AssertionError("state of " + p + " is " + restored + ", due is " + due);
    }
  }
}
