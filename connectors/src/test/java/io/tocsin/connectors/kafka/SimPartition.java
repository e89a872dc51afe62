package io.tocsin.connectors.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One partition of the model's log. An entry's place in the list is its offset. */
final class SimPartition {
  private final List<Entry> entries = new ArrayList<>();
  private int start;
  private int decided;

  /** One record, or the marker that ends a transaction (no key). */
  static final class Entry {
    final byte @Nullable [] key;
    final byte @Nullable [] value;
    final SimKafka.@Nullable Transaction transaction;
    boolean compacted;

    Entry(byte @Nullable [] key, byte @Nullable [] value, SimKafka.@Nullable Transaction t) {
      this.key = key;
      this.value = value;
      this.transaction = t;
    }

    boolean open() {
      return transaction != null && transaction.outcome == SimKafka.Outcome.OPEN && key != null;
    }

    boolean readable() {
      return key != null
          && !compacted
          && (transaction == null || transaction.outcome == SimKafka.Outcome.COMMITTED);
    }
  }

  /** Oldest offset that can be read. */
  int start() {
    return start;
  }

  /** High watermark. */
  int end() {
    return entries.size();
  }

  Entry at(long offset) {
    return entries.get((int) offset);
  }

  int append(Entry entry) {
    entries.add(entry);
    return entries.size() - 1;
  }

  /** First offset that an open transaction has not decided. */
  int lastStable() {
    while (decided < entries.size() && !entries.get(decided).open()) {
      decided++;
    }
    return decided;
  }

  /** Removes some records that a later committed one of the same key replaces. */
  void compact(Random random) {
    Set<byte[]> later = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = lastStable() - 1; i >= 0; i--) {
      Entry e = entries.get(i);
      if (e.readable() && !later.add(Objects.requireNonNull(e.key)) && random.nextBoolean()) {
        e.compacted = true;
      }
    }
  }

  /** Deletes what is before an offset. */
  void deleteBefore(int offset) {
    start = Math.max(start, Math.min(offset, entries.size()));
  }
}
