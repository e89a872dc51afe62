package io.tocsin.pipeline.state;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A byte store in a sorted map. */
final class InMemoryStore implements StateStore {
  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
  private @Nullable Position position;

  @Override
  public byte @Nullable [] get(byte[] key) {
    return entries.get(key);
  }

  @Override
  public void write(List<Change> changes, Position position) {
    for (Change change : changes) {
      Layout.check(change.key());
    }
    for (Change change : changes) {
      apply(change);
      Change index = TimerIndex.of(change);
      if (index != null) {
        apply(index);
      }
    }
    this.position = position;
  }

  private void apply(Change change) {
    byte[] value = change.value();
    if (value == null) {
      entries.remove(change.key());
    } else if (change.appended()) {
      entries.merge(change.key(), value, Change::joined);
    } else {
      entries.put(change.key(), value);
    }
  }

  @Override
  public @Nullable Position position() {
    return position;
  }

  @Override
  public void scan(byte[] from, byte @Nullable [] to, BiPredicate<byte[], byte[]> visitor) {
    var range = to == null ? entries.tailMap(from, true) : entries.subMap(from, true, to, false);
    for (Map.Entry<byte[], byte[]> entry : range.entrySet()) {
      if (!visitor.test(entry.getKey(), entry.getValue())) {
        return;
      }
    }
  }

  @Override
  public void close() {
    // Nothing to free; a closed store in memory can be opened again, which tests of restarts use.
  }
}
