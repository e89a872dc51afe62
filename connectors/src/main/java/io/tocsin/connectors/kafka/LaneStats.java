package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.ShardId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What a task's lanes tell about themselves. Written by lanes, read by anyone. */
public final class LaneStats {
  private final LongAdder commits = new LongAdder();
  private final LongAdder aborts = new LongAdder();
  private final LongAdder restarts = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder outputs = new LongAdder();
  private final LongAdder givenUp = new LongAdder();
  private final LongAdder trimmed = new LongAdder();
  private volatile boolean joined;
  private final ConcurrentSkipListMap<ShardId, ShardProgress> shards =
      new ConcurrentSkipListMap<>();

  /** Committed transactions. */
  public long commits() {
    return commits.sum();
  }

  /** Aborted transactions. */
  public long aborts() {
    return aborts.sum();
  }

  /** Times a lane failed and started again. */
  public long restarts() {
    return restarts.sum();
  }

  /** Records processed. */
  public long records() {
    return records.sum();
  }

  /** Records written. */
  public long outputs() {
    return outputs.sum();
  }

  /** Records given up because a stage fails on them. */
  public long givenUp() {
    return givenUp.sum();
  }

  /**
   * Whether the group has told what this worker owns. It may be nothing: others have all shards.
   */
  public boolean joined() {
    return joined;
  }

  /** Records whose value was cut because it was too large to be sent. */
  public long trimmedOutputs() {
    return trimmed.sum();
  }

  /** The shards that are owned now. */
  public Map<ShardId, ShardProgress> shards() {
    return new ConcurrentHashMap<>(shards);
  }

  void nowJoined() {
    joined = true;
  }

  void committed() {
    commits.increment();
  }

  void aborted() {
    aborts.increment();
  }

  void restarted() {
    restarts.increment();
  }

  void processed(int in, int out) {
    records.add(in);
    outputs.add(out);
  }

  void trimmed() {
    trimmed.increment();
  }

  void gaveUp() {
    givenUp.increment();
  }

  ShardProgress own(ShardId shard) {
    ShardProgress progress = new ShardProgress(shard);
    shards.put(shard, progress);
    return progress;
  }

  void disown(ShardId shard) {
    ShardProgress progress = shards.remove(shard);
    if (progress != null) {
      progress.cancel();
    }
  }

  /** How a shard is doing. */
  public static final class ShardProgress {
    /** Where a shard is in its life. */
    public enum Phase {
      RESTORING,
      READY,
      STOPPED
    }

    private final ShardId shard;
    private volatile Phase phase = Phase.RESTORING;
    private volatile boolean cancelled;
    private volatile long from = -1;
    private volatile long at;
    private volatile long end;
    private volatile long bytes;
    private volatile long lag = -1;
    private volatile String problem = "";

    ShardProgress(ShardId shard) {
      this.shard = shard;
    }

    public Phase phase() {
      return phase;
    }

    /** Why it is stopped, for people; empty if it is not. */
    public String problem() {
      return problem;
    }

    /** Share of the changelog that is restored, 0 to 1. */
    public double restored() {
      if (phase == Phase.READY || from < 0) {
        return phase == Phase.READY ? 1 : 0;
      }
      return end <= from ? 1 : (double) (at - from) / (end - from);
    }

    /** Bytes of the changelog that were read for it: keys and values. */
    public long restoredBytes() {
      return bytes;
    }

    /**
     * Records between the position and the high watermark at the last sample; -1 before the first.
     */
    public long lag() {
      return lag;
    }

    /** Whether its changelog is being read. */
    boolean begun() {
      return from >= 0;
    }

    void begin(long first, long last) {
      from = first;
      at = first;
      end = last;
    }

    void at(long position, long bytesSoFar) {
      at = position;
      bytes = bytesSoFar;
    }

    void ready() {
      phase = Phase.READY;
    }

    void stopped(String why) {
      problem = why;
      phase = Phase.STOPPED;
    }

    void lag(long records) {
      lag = records;
    }

    void cancel() {
      cancelled = true;
    }

    void checkCancelled() {
      if (cancelled) {
        throw new RestoreCancelledException(shard);
      }
    }
  }
}
