package io.tocsin.pipeline.state;

/** What the live objects of a shard, or of a part of it, take. */
final class Usage {
  /** Estimated bytes of all entries in memory. */
  long live;

  /** Of these, what cannot be evicted before it is committed. */
  long pinned;

  /** Of these, what the next drain would write. */
  long dirty;

  int dirtyEntries;

  long evictable() {
    return live - pinned;
  }
}
