package io.tocsin.pipeline.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One key of a table, live: the cell is the entry, so that a look-up makes no object. */
final class Slot<K, V> extends Entry<K> implements Cell<V> {
  private final CachedTable<K, V> table;
  @Nullable V value;

  /** The byte store, or the log, has a value that a removal must delete. */
  boolean stored;

  Slot(CachedTable<K, V> table, K key, int hash) {
    super(key, hash);
    this.table = table;
  }

  @Override
  public boolean valid() {
    if (!used) {
      used = true;
    }
    return !evicted;
  }

  @Override
  public @Nullable V get() {
    return value;
  }

  @Override
  public void set(V value) {
    this.value = Objects.requireNonNull(value, "value");
    table.markDirty(this);
  }

  @Override
  public void changed() {
    if (value == null) {
      throw new IllegalStateException("key " + key + " of \"" + table.name + "\" has no value");
    }
    table.markDirty(this);
  }

  @Override
  public void remove() {
    if (value != null) {
      value = null;
      table.markDirty(this);
    }
  }
}
