package io.tocsin.deploy.benchmark.live;

import io.tocsin.deploy.benchmark.live.TransitionLog.Fate;
import io.tocsin.deploy.benchmark.report.Percentiles;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a live run showed.
 *
 * @param append latency from append to append, ms
 * @param visible latency from append to a read-committed reader, ms
 * @param cpuShare of one core that the system's process used while it was measured
 * @param caused transitions that had to come out
 * @param lost how many of them never did
 * @param doubled how many came out twice or more
 * @param wrong transitions that came out without a cause
 * @param silenceMillis from the kill until something had come that was caused after it, for every
 *     partition of the input; -1 if nothing was killed, or one stayed silent
 * @param firstMillis from the kill until the first of them; -1 likewise
 */
public record LiveResult(
    Percentiles append,
    Percentiles visible,
    double cpuShare,
    long caused,
    long lost,
    long doubled,
    long wrong,
    long silenceMillis,
    long firstMillis) {

  /**
   * Sums up a run.
   *
   * @param fromMillis what was caused earlier has no part in the latencies
   * @param killedMillis when the system was killed; 0 if it was not
   */
  static LiveResult of(
      List<Fate> fates, double cpuShare, int partitions, long fromMillis, long killedMillis) {
    List<Fate> caused = fates.stream().filter(fate -> fate.inputMillis() > 0).toList();
    List<Fate> timed =
        caused.stream().filter(f -> f.seen() > 0 && f.inputMillis() >= fromMillis).toList();
    long[] firsts = killedMillis == 0 ? new long[0] : firsts(caused, partitions, killedMillis);
    return new LiveResult(
        Percentiles.of(timed, Fate::appendLatency),
        Percentiles.of(timed, Fate::visibleLatency),
        cpuShare,
        caused.size(),
        caused.stream().filter(fate -> fate.seen() == 0).count(),
        fates.stream().filter(fate -> fate.seen() > 1).count(),
        (long) fates.size() - caused.size(),
        all(firsts) ? Arrays.stream(firsts).max().orElse(-1) : -1,
        all(firsts) ? Arrays.stream(firsts).min().orElse(-1) : -1);
  }

  /** Returns whether every transition came out once, and nothing else did. */
  public boolean correct() {
    return lost == 0 && doubled == 0 && wrong == 0;
  }

  private static boolean all(long[] firsts) {
    return Arrays.stream(firsts).allMatch(first -> first >= 0);
  }

  /**
   * Returns for each partition how long after the kill it spoke of something newer; -1 if never.
   */
  private static long[] firsts(List<Fate> caused, int partitions, long killedMillis) {
    return IntStream.range(0, partitions)
        .mapToLong(
            partition ->
                caused.stream()
                    .filter(f -> f.partition() == partition && f.seen() > 0)
                    .filter(f -> f.inputMillis() > killedMillis)
                    .mapToLong(Fate::visibleMillis)
                    .min()
                    .orElse(killedMillis - 1))
        .map(seen -> seen - killedMillis)
        .toArray();
  }
}
