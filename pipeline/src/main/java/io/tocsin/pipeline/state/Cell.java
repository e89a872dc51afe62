package io.tocsin.pipeline.state;

import org.jspecify.annotations.Nullable;

/**
 * The place of one key in a table: one look-up, then any number of reads and writes. Valid until
 * the batch in which it was got ends; live objects are evicted only between batches.
 */
public interface Cell<V> {
  /** The live object, or null if there is none. The same object is returned until it is evicted. */
  @Nullable V get();

  /** Puts a value and marks it changed. */
  void set(V value);

  /** The live object was changed in place: it is written at the next commit. */
  void changed();

  void remove();
}
