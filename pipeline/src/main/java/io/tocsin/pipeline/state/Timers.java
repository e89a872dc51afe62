package io.tocsin.pipeline.state;

/**
 * Timers of one kind in a shard's state, ordered by (time, key). At most one timer for each key.
 * They survive a restart, and need not fit in memory. Used by the lane's thread only.
 */
public interface Timers<K> {
  /** Sets, or moves, the key's timer. */
  void set(K key, long time);

  void clear(K key);

  /** Earliest time of any timer, {@link Long#MAX_VALUE} if there is none. */
  long next();

  /**
   * Removes every timer at or before {@code upTo} and calls {@code action} for each in (time, key
   * bytes) order; the action may set and clear timers, also due ones.
   */
  default void fire(long upTo, Action<? super K> action) {
    fire(upTo, Integer.MAX_VALUE, action);
  }

  /**
   * The same for so many timers at most; the rest stays due.
   *
   * @return how many were called for
   */
  int fire(long upTo, int limit, Action<? super K> action);

  /** What is to be done when a timer is due. */
  @FunctionalInterface
  interface Action<K> {
    void fire(K key, long time);
  }
}
