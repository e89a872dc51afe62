package io.tocsin.pipeline.state;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes of which each key has one, in key order. Not thread-safe. */
final class LatestChanges {
  private final TreeMap<byte[], Change> byKey = new TreeMap<>(Arrays::compareUnsigned);
  private long bytes;

  /** Adds a change, which takes the place of an earlier one of its key or goes behind it. */
  void add(Change change) {
    Change before = byKey.put(change.key(), change);
    bytes += change.bytes();
    if (before != null) {
      bytes -= before.bytes();
      if (change.appended()) {
        Change both = before.then(change);
        byKey.put(change.key(), both);
        bytes += both.bytes() - change.bytes();
      }
    }
  }

  @Nullable Change get(byte[] key) {
    return byKey.get(key);
  }

  /** Changes each with {@code from <= key < to}. */
  void replaceAll(byte[] from, byte[] to, UnaryOperator<Change> change) {
    byKey
        .subMap(from, to)
        .replaceAll(
            (key, before) -> {
              Change after = change.apply(before);
              bytes += after.bytes() - before.bytes();
              return after;
            });
  }

  /** Those with {@code from <= key < to}; {@code to} null is the end. */
  Iterator<Change> in(byte[] from, byte @Nullable [] to) {
    var range = to == null ? byKey.tailMap(from, true) : byKey.subMap(from, true, to, false);
    return range.values().iterator();
  }

  /** Of keys and values. */
  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** All of them. */
  List<Change> all() {
    return List.copyOf(byKey.values());
  }

  void clear() {
    byKey.clear();
    bytes = 0;
  }
}
