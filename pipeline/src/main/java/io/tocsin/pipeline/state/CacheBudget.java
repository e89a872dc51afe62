package io.tocsin.pipeline.state;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory live objects may take, shared by all shards of a worker. A shard may use more
 * than its equal share while the others leave room. Safe for use by any thread.
 */
public final class CacheBudget {
  private final long bytes;
  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger shards = new AtomicInteger();

  private CacheBudget(long bytes) {
    this.bytes = bytes;
  }

  /**
   * A bound on estimated bytes. With 0 nothing that is written stays in memory past its batch.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static CacheBudget ofBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a cache budget must be 0 bytes or more, is " + bytes);
    }
    return new CacheBudget(bytes);
  }

  /** No bound: nothing is ever evicted. */
  public static CacheBudget unbounded() {
    return new CacheBudget(Long.MAX_VALUE);
  }

  /** The bound, bytes. */
  public long bytes() {
    return bytes;
  }

  /** What all shards use now, estimated bytes. */
  public long used() {
    return used.get();
  }

  void join() {
    shards.incrementAndGet();
  }

  void leave(long held) {
    shards.decrementAndGet();
    used.addAndGet(-held);
  }

  /**
   * Tells how the use of one shard changed, and returns how much that shard should give back: the
   * excess of all, but never so much that the shard falls below its equal share.
   */
  long report(long change, long held) {
    long all = change == 0 ? used.get() : used.addAndGet(change);
    if (all <= bytes) {
      return 0;
    }
    long share = bytes / Math.max(1, shards.get());
    return Math.max(0, Math.min(all - bytes, held - share));
  }
}
