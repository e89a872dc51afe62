package io.tocsin.connectors.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A model of the broker: partitions with open, committed, aborted and hanging transactions, the
 * transaction coordinator with its epochs and time-outs, one consumer group, compaction, retention,
 * topics that are created again or get more partitions.
 */
final class SimKafka {
  static final long TRANSACTION_TIMEOUT = 10_000;
  static final Comparator<TopicPartition> BY_PARTITION =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  enum Outcome {
    OPEN,
    COMMITTED,
    ABORTED
  }

  /** One transaction. */
  static final class Transaction {
    final String id;
    final int epoch;
    final long began;
    final Set<TopicPartition> partitions = new LinkedHashSet<>();
    final List<SimPartition.Entry> entries = new ArrayList<>();
    final Map<TopicPartition, Long> offsets = new LinkedHashMap<>();

    /** What it says of the inputs, by partition. */
    final Map<Integer, Changelog.InputMark> marks = new TreeMap<>();

    Outcome outcome = Outcome.OPEN;

    Transaction(String id, int epoch, long began) {
      this.id = id;
      this.epoch = epoch;
      this.began = began;
    }
  }

  /** A transaction that no coordinator knows any more: nothing ends it but an administrator. */
  private record Hanging(Transaction transaction, long until) {}

  final Random random;
  final SimGroup group;
  final Set<TopicPartition> inputs = new TreeSet<>(BY_PARTITION);
  final Map<TopicPartition, Long> committed = new HashMap<>();

  /** Longest time that a call takes, milliseconds. */
  int callTakes = 4;

  /** Partitions of the changelog topic. */
  int changelogs;

  /** How many times the input topic was created. */
  int inputIncarnation = 1;

  long now = 1_767_225_600_000L;
  private final Map<TopicPartition, SimPartition> logs = new HashMap<>();
  private final Map<String, SimPartition> former = new HashMap<>();
  private final Map<String, Integer> epochs = new HashMap<>();
  private final Map<String, Transaction> open = new TreeMap<>();
  private final List<Hanging> hanging = new ArrayList<>();
  private Consumer<Transaction> onCommit = t -> {};

  SimKafka(Random random) {
    this.random = random;
    this.group = new SimGroup(random, inputs);
  }

  /** The input topic is deleted and created again; the group's offsets go with it, or stay. */
  void createInputAgain(boolean offsetsToo) {
    inputIncarnation++;
    for (TopicPartition p : inputs) {
      SimPartition old = logs.put(p, new SimPartition());
      former.put(p + "#" + (inputIncarnation - 1), old == null ? new SimPartition() : old);
      if (offsetsToo) {
        committed.remove(p);
      }
    }
  }

  /** One of the logs that an input partition has had. */
  SimPartition log(TopicPartition partition, int incarnation) {
    SimPartition old = former.get(partition + "#" + incarnation);
    return old == null ? log(partition) : old;
  }

  /** Told of each transaction when it is committed, before anybody can read it. */
  void onCommit(Consumer<Transaction> listener) {
    onCommit = listener;
  }

  SimPartition log(TopicPartition partition) {
    return logs.computeIfAbsent(partition, p -> new SimPartition());
  }

  /** Time passes: old transactions are aborted, silent members leave. */
  void pass(long millis) {
    now += millis;
    for (Transaction t : List.copyOf(open.values())) {
      if (now - t.began > TRANSACTION_TIMEOUT) {
        epochs.merge(t.id, 1, Integer::sum);
        end(t, Outcome.ABORTED);
      }
    }
    for (Hanging h : List.copyOf(hanging)) {
      if (now > h.until) {
        hanging.remove(h);
        end(h.transaction, Outcome.ABORTED);
      }
    }
    group.pass(now);
  }

  int initTransactions(String id) {
    Transaction left = open.get(id);
    if (left != null) {
      end(left, Outcome.ABORTED);
    }
    return epochs.merge(id, 1, Integer::sum);
  }

  boolean fenced(String id, int epoch) {
    return epochs.getOrDefault(id, 0) != epoch;
  }

  Transaction begin(String id, int epoch) {
    Transaction t = new Transaction(id, epoch, now);
    if (!fenced(id, epoch)) {
      open.put(id, t);
    }
    return t;
  }

  /** Leaves an open record behind whose writer is gone. */
  void hang(TopicPartition partition, long millis) {
    Transaction t = new Transaction("hanging", 0, now);
    SimPartition.Entry entry = new SimPartition.Entry(new byte[] {1}, new byte[] {1}, t);
    t.partitions.add(partition);
    log(partition).append(entry);
    hanging.add(new Hanging(t, now + millis));
  }

  long append(
      TopicPartition partition,
      byte[] key,
      byte @Nullable [] value,
      @Nullable Transaction transaction) {
    SimPartition.Entry entry = new SimPartition.Entry(key, value, transaction);
    if (transaction != null) {
      transaction.partitions.add(partition);
      transaction.entries.add(entry);
      if (partition.topic().equals(SimWorld.STATE)) {
        Changelog.InputMark mark = Changelog.decode(key, value, e -> {});
        if (mark != null) {
          transaction.marks.put(partition.partition(), mark);
        }
      }
    }
    return log(partition).append(entry);
  }

  void end(Transaction t, Outcome outcome) {
    t.outcome = outcome;
    open.remove(t.id, t);
    for (TopicPartition p : t.partitions) {
      log(p).append(new SimPartition.Entry(null, null, t));
    }
    if (outcome == Outcome.COMMITTED) {
      committed.putAll(t.offsets);
      onCommit.accept(t);
    }
  }

  /** The open transaction that may still move the committed offset, if there is one. */
  @Nullable Transaction unstable(TopicPartition partition) {
    for (Transaction t : open.values()) {
      if (t.offsets.containsKey(partition)) {
        return t;
      }
    }
    return null;
  }
}
