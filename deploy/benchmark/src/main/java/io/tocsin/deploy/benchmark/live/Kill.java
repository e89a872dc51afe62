package io.tocsin.deploy.benchmark.live;

import io.tocsin.deploy.benchmark.live.TransitionLog.Fate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A kill, as it happened.
 *
 * @param atMillis when, ms since the epoch
 * @param behind readings that the broker had and the system had not committed
 * @param startedMillis when a new process was started, ms since the epoch; 0 if none was
 */
record Kill(long atMillis, long behind, long startedMillis) {
  /** Returns what followed, by the fates of what was sent. */
  Recovery recovery(List<Fate> fates, int partitions, String restored) {
    long[] firsts = firsts(fates, partitions);
    boolean all = Arrays.stream(firsts).allMatch(first -> first >= 0);
    return new Recovery(
        behind,
        startedMillis == 0 ? -1 : startedMillis - atMillis,
        all ? Arrays.stream(firsts).min().orElse(-1) : -1,
        all ? Arrays.stream(firsts).max().orElse(-1) : -1,
        restored);
  }

  /**
   * Returns for each partition how long after the kill it spoke of something newer; -1 if never.
   */
  private long[] firsts(List<Fate> fates, int partitions) {
    return IntStream.range(0, partitions)
        .mapToLong(
            partition ->
                fates.stream()
                    .filter(f -> f.partition() == partition && f.seen() > 0)
                    .filter(f -> f.inputMillis() > atMillis)
                    .mapToLong(Fate::visibleMillis)
                    .min()
                    .orElse(atMillis - 1))
        .map(seen -> seen - atMillis)
        .toArray();
  }
}
