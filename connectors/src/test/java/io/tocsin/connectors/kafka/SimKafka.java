package io.tocsin.connectors.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A model of the broker: partitions with open, committed and aborted transactions, the transaction
 * coordinator with its epochs and time-outs, one consumer group with generations, compaction.
 */
final class SimKafka {
  static final long TRANSACTION_TIMEOUT = 10_000;
  static final long SESSION_TIMEOUT = 2_500;

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
    final Set<TopicPartition> partitions = new HashSet<>();
    final Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    Outcome outcome = Outcome.OPEN;

    Transaction(String id, int epoch, long began) {
      this.id = id;
      this.epoch = epoch;
      this.began = began;
    }
  }

  /** One record, or the marker that ends a transaction (no key). */
  static final class Entry {
    final byte @Nullable [] key;
    final byte @Nullable [] value;
    final @Nullable Transaction transaction;
    boolean compacted;

    Entry(byte @Nullable [] key, byte @Nullable [] value, @Nullable Transaction transaction) {
      this.key = key;
      this.value = value;
      this.transaction = transaction;
    }

    boolean open() {
      return transaction != null && transaction.outcome == Outcome.OPEN && key != null;
    }

    boolean readable() {
      return key != null
          && !compacted
          && (transaction == null || transaction.outcome == Outcome.COMMITTED);
    }
  }

  /** A member of the group, as the coordinator sees it. */
  static final class Member {
    long lastSeen;
    boolean joined;
    Set<TopicPartition> assigned = Set.of();
  }

  final Random random;
  final List<TopicPartition> inputs;
  final Map<TopicPartition, Long> committed = new HashMap<>();
  long now = 1_767_225_600_000L;
  int generation;
  private final Map<TopicPartition, List<Entry>> log = new HashMap<>();
  private final Map<String, Integer> epochs = new HashMap<>();
  private final Map<String, Transaction> open = new TreeMap<>();
  private final Map<String, Member> members = new TreeMap<>();
  private final Map<TopicPartition, Integer> decided = new HashMap<>();
  private boolean rebalancing;
  private int memberCount;

  SimKafka(Random random, List<TopicPartition> inputs) {
    this.random = random;
    this.inputs = inputs;
  }

  List<Entry> log(TopicPartition partition) {
    return log.computeIfAbsent(partition, p -> new ArrayList<>());
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
    if (members.values().removeIf(m -> now - m.lastSeen > SESSION_TIMEOUT)) {
      rebalance();
    }
  }

  // Transactions

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

  long append(
      TopicPartition partition,
      byte[] key,
      byte @Nullable [] value,
      @Nullable Transaction transaction) {
    if (transaction != null) {
      transaction.partitions.add(partition);
    }
    log(partition).add(new Entry(key, value, transaction));
    return log(partition).size() - 1L;
  }

  void end(Transaction t, Outcome outcome) {
    t.outcome = outcome;
    open.remove(t.id, t);
    for (TopicPartition p : t.partitions) {
      log(p).add(new Entry(null, null, t));
    }
    if (outcome == Outcome.COMMITTED) {
      committed.putAll(t.offsets);
    }
  }

  /** Whether an open transaction may still move the committed offset. */
  boolean unstable(TopicPartition partition) {
    return open.values().stream().anyMatch(t -> t.offsets.containsKey(partition));
  }

  long lastStable(TopicPartition partition) {
    List<Entry> entries = log(partition);
    int i = decided.getOrDefault(partition, 0);
    while (i < entries.size() && !entries.get(i).open()) {
      i++;
    }
    decided.put(partition, i);
    return i;
  }

  // The group

  String newMember() {
    return String.format(Locale.ROOT, "member-%06d", memberCount++);
  }

  void join(String member) {
    Member m = new Member();
    m.lastSeen = now;
    members.put(member, m);
    rebalance();
  }

  void leave(String member) {
    if (members.remove(member) != null) {
      rebalance();
    }
  }

  @Nullable Member member(String id) {
    return members.get(id);
  }

  boolean rebalancing() {
    return rebalancing;
  }

  void rebalance() {
    rebalancing = !members.isEmpty();
    members.values().forEach(m -> m.joined = false);
  }

  /** The member is ready for the next generation, which begins when all are. */
  void ready(Member member) {
    member.joined = true;
    if (members.values().stream().allMatch(m -> m.joined)) {
      generation++;
      rebalancing = false;
      assign();
    }
  }

  private void assign() {
    List<Member> all = new ArrayList<>(members.values());
    int shift = random.nextInt(all.size());
    for (int i = 0; i < all.size(); i++) {
      Set<TopicPartition> mine = new HashSet<>();
      for (int p = 0; p < inputs.size(); p++) {
        if ((p + shift) % all.size() == i) {
          mine.add(inputs.get(p));
        }
      }
      all.get(i).assigned = mine;
    }
  }

  // Compaction

  /** Removes some records of a partition that a later committed one of the same key replaces. */
  void compact(TopicPartition partition) {
    List<Entry> entries = log(partition);
    Set<byte[]> later = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = (int) lastStable(partition) - 1; i >= 0; i--) {
      Entry e = entries.get(i);
      if (e.key != null && e.readable() && !later.add(e.key) && random.nextBoolean()) {
        e.compacted = true;
      }
    }
  }
}
