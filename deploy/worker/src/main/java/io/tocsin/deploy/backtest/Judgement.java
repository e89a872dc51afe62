package io.tocsin.deploy.backtest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Firings against the truth. A fault is found by a firing of its sensor that starts between the
 * fault's start and some time after its end; a firing that belongs to no fault is false. Immutable.
 *
 * @param firings how many there were
 * @param rightFirings how many belong to a fault
 * @param faults how many there were
 * @param found how many of them have a firing
 * @param missed the others
 * @param medianDelay from a fault's start to its first firing's, milliseconds; -1 if none was found
 * @param byRule firings and right ones of each rule
 */
public record Judgement(
    int firings,
    int rightFirings,
    int faults,
    int found,
    List<Truth.Fault> missed,
    long medianDelay,
    Map<String, Count> byRule) {
  /** Firings of one rule, and how many of them belong to a fault. */
  public record Count(int firings, int right) {}

  /**
   * Judges.
   *
   * @param after how long after a fault's end a firing still belongs to it, milliseconds
   */
  public static Judgement of(List<Firing> firings, Truth truth, long after) {
    Map<Truth.Fault, Long> delays = new LinkedHashMap<>();
    Map<String, Count> byRule = new TreeMap<>();
    Set<Firing> right = new HashSet<>();
    for (Firing firing : firings) {
      for (Truth.Fault fault : truth.faults()) {
        if (fault.has(firing, after)) {
          right.add(firing);
          delays.merge(fault, firing.start() - fault.start(), Math::min);
        }
      }
      int one = right.contains(firing) ? 1 : 0;
      byRule.merge(
          firing.rule(),
          new Count(1, one),
          (a, b) -> new Count(a.firings + b.firings, a.right + b.right));
    }
    List<Truth.Fault> missed = new ArrayList<>(truth.faults());
    missed.removeAll(delays.keySet());
    List<Long> sorted = delays.values().stream().sorted().toList();
    long median = sorted.isEmpty() ? -1 : sorted.get(sorted.size() / 2);
    int all = truth.faults().size();
    return new Judgement(
        firings.size(), right.size(), all, all - missed.size(), missed, median, byRule);
  }

  /** Share of the firings that belong to a fault; NaN without firings. */
  public double precision() {
    return (double) rightFirings / firings;
  }

  /** Share of the faults that were found; NaN without faults. */
  public double recall() {
    return (double) found / faults;
  }
}
