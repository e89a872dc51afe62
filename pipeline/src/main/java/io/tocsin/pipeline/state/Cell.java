package io.tocsin.pipeline.state;

import org.jspecify.annotations.Nullable;

/**
 * The place of one key in a table: one look-up, then any number of reads and writes. Valid until
 * the batch in which it was got ends; live objects are evicted only between batches.
 */
public interface Cell<V> {
  /**
   * Whether the cell is still the place of its key, also in a later batch than the one it was got
   * in. If so it may be used as if it was got now.
   */
  boolean valid();

  /** The live object, or null if there is none. The same object is returned until it is evicted. */
  @Nullable V get();

  /** Puts a value and marks it changed. */
  void set(V value);

  /** The live object was changed in place: it is written at the next commit. */
  void changed();

  void remove();
}
