package io.tocsin.pipeline.state;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A table of live objects over the shard's byte store. Used by the lane's thread only. */
public interface Table<K, V> {
  Cell<V> cell(K key);

  @Nullable V get(K key);

  void put(K key, V value);

  void remove(K key);

  /**
   * Every entry, live or stored, in the order of the stored keys' bytes. The table must not be
   * changed meanwhile.
   */
  void forEach(BiConsumer<? super K, ? super V> action);
}
