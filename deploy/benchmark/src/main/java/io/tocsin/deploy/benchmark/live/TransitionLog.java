package io.tocsin.deploy.benchmark.live;

import io.tocsin.deploy.benchmark.job.Transition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every transition that was caused, and what became of it. Thread-safe: the producer's threads tell
 * what was sent, the watcher tells what was seen.
 */
final class TransitionLog {
  private final Map<Transition, Fate> fates = new ConcurrentHashMap<>();

  /** A reading that must cause a transition was appended to a partition of the input, at a time. */
  void sent(Transition transition, int partition, long appendedMillis) {
    fate(transition).input(partition, appendedMillis);
  }

  /** A transition came out: appended at a time, and given to a read-committed reader at another. */
  void seen(Transition transition, long appendedMillis, long nowMillis) {
    fate(transition).output(appendedMillis, nowMillis);
  }

  /** Returns all that was caused, or seen without a cause. */
  List<Fate> fates() {
    return List.copyOf(fates.values());
  }

  /** Returns whether everything that was caused has been seen. */
  boolean complete() {
    return fates.values().stream().allMatch(fate -> fate.seen() > 0);
  }

  private Fate fate(Transition transition) {
    return fates.computeIfAbsent(transition, t -> new Fate());
  }

  /** One transition. Thread-safe. */
  static final class Fate {
    private long inputMillis;
    private long outputMillis;
    private long visibleMillis;
    private int partition = -1;
    private int seen;

    private synchronized void input(int ofPartition, long appendedMillis) {
      partition = ofPartition;
      inputMillis = appendedMillis;
    }

    private synchronized void output(long appendedMillis, long nowMillis) {
      if (seen++ == 0) {
        outputMillis = appendedMillis;
        visibleMillis = nowMillis;
      }
    }

    /** Returns when its cause was appended, ms since the epoch; 0 if it has none. */
    synchronized long inputMillis() {
      return inputMillis;
    }

    /** Returns when a read-committed reader first had it, ms since the epoch. */
    synchronized long visibleMillis() {
      return visibleMillis;
    }

    /** Returns the time from append to append, ms. */
    synchronized long appendLatency() {
      return outputMillis - inputMillis;
    }

    /** Returns the time from append to a read-committed reader, ms. */
    synchronized long visibleLatency() {
      return visibleMillis - inputMillis;
    }

    /** Returns the partition of its cause; -1 if it has none. */
    synchronized int partition() {
      return partition;
    }

    /** Returns how often it came out. */
    synchronized int seen() {
      return seen;
    }
  }
}
