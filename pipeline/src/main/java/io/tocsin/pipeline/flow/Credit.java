package io.tocsin.pipeline.flow;

/**
 * How many more records a shard may be given. A shard that waits for somebody (a receiver, a disk)
 * lowers it; at zero the lane stops fetching exactly that partition and sends it ticks only. Used
 * by the lane's thread only.
 */
public final class Credit {
  private long records = Long.MAX_VALUE;

  /** Sets how many more records are welcome; negative counts as none. */
  public void set(long count) {
    records = Math.max(0, count);
  }

  public long get() {
    return records;
  }

  /** The lane takes what it delivers. */
  public void take(int count) {
    if (records != Long.MAX_VALUE) {
      records = Math.max(0, records - count);
    }
  }
}
