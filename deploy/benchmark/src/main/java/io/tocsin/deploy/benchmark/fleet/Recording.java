package io.tocsin.deploy.benchmark.fleet;

import java.util.List;

/**
 * What one machine showed. Not to be changed.
 *
 * @param times epoch milliseconds, rising
 * @param values by row, then metric; NaN where a reading is missing
 * @param odd for each row, whether something is wrong
 * @param spells the faults, in order of time
 */
public record Recording(
    String name, long[] times, double[][] values, boolean[] odd, List<Spell> spells) {
  /**
   * One fault.
   *
   * @param from first row
   * @param to the row after the last
   */
  public record Spell(int from, int to, Mishap mishap, int metrics) {}

  /** Rows. */
  public int rows() {
    return times.length;
  }
}
