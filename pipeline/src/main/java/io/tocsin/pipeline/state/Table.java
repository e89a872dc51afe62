package io.tocsin.pipeline.state;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A table of live objects over the shard's byte store. Used by the lane's thread only. */
public interface Table<K, V> {
  Cell<V> cell(K key);

  @Nullable V get(K key);

  /** The live object if it is in memory; the byte store is not asked. */
  @Nullable V peek(K key);

  void put(K key, V value);

  void remove(K key);

  /**
   * Puts a value that will hardly be asked for soon, under a key that has none: the byte store is
   * not asked whether it has, and the value does not stay in memory after the commit.
   */
  void add(K key, V value);

  /** Removes what may be under a key, without asking the byte store whether there is anything. */
  void discard(K key);

  /**
   * Every entry, live or stored, in the order of the stored keys' bytes. The table must not be
   * changed meanwhile.
   */
  void forEach(BiConsumer<? super K, ? super V> action);
}
