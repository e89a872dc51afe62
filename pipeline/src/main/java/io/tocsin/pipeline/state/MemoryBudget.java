package io.tocsin.pipeline.state;

/**
 * How the memory given to state is divided. All in bytes.
 *
 * @param liveCache live objects of all shards, on the heap
 * @param blockCache RocksDB's blocks, indexes and filters, off the heap
 * @param memtables what RocksDB has not flushed yet, off the heap; what it is just flushing comes
 *     on top for that moment, in each shard at most two buffers of a sixteenth of this or 1 MiB
 */
public record MemoryBudget(long liveCache, long blockCache, long memtables) {
  /** Least that RocksDB works with sensibly. */
  public static final long MIN_TOTAL = 16L << 20;

  /** What a worker gives its state unless told otherwise, if its heap is large enough. */
  public static final long DEFAULT_TOTAL = 1L << 30;

  /**
   * What a JVM takes besides heap and state: code, classes, threads' stacks, the garbage
   * collector's tables, network buffers.
   */
  public static final long JVM_OVERHEAD = 256L << 20;

  public MemoryBudget {
    if (liveCache < 0 || blockCache <= 0 || memtables <= 0) {
      throw new IllegalArgumentException(
          "memory for live objects must be 0 or more, for block cache and memtables above 0, is "
              + liveCache
              + ", "
              + blockCache
              + ", "
              + memtables);
    }
  }

  /**
   * Divides a total: three quarters for live objects, where a hit costs a hundredth of what it does
   * in a block; of the rest three quarters for blocks, one for memtables.
   *
   * @throws IllegalArgumentException below {@link #MIN_TOTAL}
   */
  public static MemoryBudget of(long total) {
    if (total < MIN_TOTAL) {
      throw new IllegalArgumentException(
          "worker.memory must be " + mib(MIN_TOTAL) + " or more, is " + mib(total));
    }
    long live = total / 4 * 3;
    long memtables = total / 16;
    return new MemoryBudget(live, total - live - memtables, memtables);
  }

  /**
   * What a worker gives its state unless told otherwise: with it live objects take no more than
   * half of the heap.
   *
   * @param maxHeap largest heap of this JVM
   */
  public static long defaultTotal(long maxHeap) {
    return Math.max(MIN_TOTAL, Math.min(DEFAULT_TOTAL, maxHeap / 3 * 2));
  }

  public long total() {
    return liveCache + blockCache + memtables;
  }

  /**
   * Checks that everything fits.
   *
   * @param maxHeap largest heap of this JVM; live objects are inside it
   * @param limit memory that the process may take; {@link Long#MAX_VALUE} if nothing limits it
   * @throws IllegalArgumentException with the sum and each part of it
   */
  public void check(long maxHeap, long limit) {
    if (liveCache > maxHeap / 4 * 3) {
      throw new IllegalArgumentException(
          "live objects may take "
              + mib(liveCache)
              + " (three quarters of worker.memory), which is more than three quarters of the heap of "
              + mib(maxHeap)
              + ": lower worker.memory or raise -Xmx");
    }
    long sum = maxHeap + blockCache + memtables + JVM_OVERHEAD;
    if (sum > limit) {
      throw new IllegalArgumentException(
          "heap "
              + mib(maxHeap)
              + " (live objects "
              + mib(liveCache)
              + " in it) + block cache "
              + mib(blockCache)
              + " + memtables "
              + mib(memtables)
              + " + JVM "
              + mib(JVM_OVERHEAD)
              + " = "
              + mib(sum)
              + ", the limit is "
              + mib(limit)
              + ": lower worker.memory or -Xmx, or raise the container's limit");
    }
  }

  private static String mib(long bytes) {
    return ((bytes + (1 << 20) - 1) >> 20) + " MiB";
  }
}
