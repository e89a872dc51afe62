package io.tocsin.deploy.benchmark.live;

import io.tocsin.deploy.benchmark.live.TransitionLog.Fate;
import io.tocsin.deploy.benchmark.report.Percentiles;
import java.util.List;

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
 * @param recovery how the kill went, if there was one
 */
public record LiveResult(
    Percentiles append,
    Percentiles visible,
    double cpuShare,
    long caused,
    long lost,
    long doubled,
    long wrong,
    Recovery recovery) {

  /**
   * Sums up a run.
   *
   * @param fromMillis what was caused earlier has no part in the latencies
   */
  static LiveResult of(List<Fate> fates, double cpuShare, long fromMillis, Recovery recovery) {
    List<Fate> caused = fates.stream().filter(fate -> fate.inputMillis() > 0).toList();
    List<Fate> timed =
        caused.stream().filter(f -> f.seen() > 0 && f.inputMillis() >= fromMillis).toList();
    return new LiveResult(
        Percentiles.of(timed, Fate::appendLatency),
        Percentiles.of(timed, Fate::visibleLatency),
        cpuShare,
        caused.size(),
        caused.stream().filter(fate -> fate.seen() == 0).count(),
        fates.stream().filter(fate -> fate.seen() > 1).count(),
        (long) fates.size() - caused.size(),
        recovery);
  }

  /** Returns whether every transition came out once, and nothing else did. */
  public boolean correct() {
    return lost == 0 && doubled == 0 && wrong == 0;
  }
}
