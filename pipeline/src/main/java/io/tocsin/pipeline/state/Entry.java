package io.tocsin.pipeline.state;

import org.jspecify.annotations.Nullable;

/** One key in memory, in a chain of its {@link KeyIndex}. */
abstract class Entry<K> {
  final K key;
  final int hash;
  @Nullable Entry<K> next;

  /** Asked for since the hand of the eviction passed last. */
  boolean used = true;

  /** Changed since the last drain. */
  boolean dirty;

  /** Drained, not yet committed: the byte store has an older value. */
  boolean inFlight;

  /** Leaves memory when it is committed. */
  boolean passing;

  /** No longer in the index: a change would be lost. */
  boolean evicted;

  /** Estimated bytes of heap, as charged. */
  int size;

  Entry(K key, int hash) {
    this.key = key;
    this.hash = hash;
  }

  final boolean pinned() {
    return dirty || inFlight;
  }
}
