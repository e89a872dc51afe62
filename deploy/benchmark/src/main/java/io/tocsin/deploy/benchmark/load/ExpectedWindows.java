package io.tocsin.deploy.benchmark.load;

/**
 * The right answer: count, sum, min, max of every sensor's every window, computed from the plan and
 * in no way like a stream processor does it: one pass, one array cell per window.
 *
 * <p>Immutable once made.
 */
public final class ExpectedWindows {
  private final ReadingPlan plan;
  private final int[] counts;
  private final double[] sums;
  private final double[] mins;
  private final double[] maxs;
  private final long total;

  /** Computes the answer; takes 28 bytes per window and about 50 ns per reading. */
  public ExpectedWindows(ReadingPlan plan) {
    this.plan = plan;
    int cells = Math.multiplyExact(plan.windows(), plan.sensors());
    counts = new int[cells];
    sums = new double[cells];
    mins = new double[cells];
    maxs = new double[cells];
    long filled = 0;
    for (long index = 0; !plan.closing(index); index++) {
      int cell = cell(plan.sensor(index), plan.time(index));
      filled += counts[cell] == 0 ? 1 : 0;
      add(cell, plan.value(index));
    }
    total = filled;
  }

  /** Returns how many windows have a result. */
  public long total() {
    return total;
  }

  /** Returns how many places {@link #cellOf} may answer. */
  int cells() {
    return counts.length;
  }

  /** Returns the place of a result's window, or -1 if it is none of those that are checked. */
  int cellOf(WindowResult result) {
    long offset = result.startMillis() - plan.firstWindow();
    int sensor = ReadingJson.sensorNumber(result.sensor());
    boolean known =
        offset >= 0
            && offset / ReadingPlan.WINDOW_MILLIS < plan.windows()
            && sensor < plan.sensors();
    return known ? cell(sensor, result.startMillis()) : -1;
  }

  /** Returns whether a result is the right one for its window. */
  boolean right(int cell, WindowResult result) {
    return counts[cell] == result.count()
        && sums[cell] == result.sum()
        && mins[cell] == result.min()
        && maxs[cell] == result.max()
        && Math.abs(result.mean() - sums[cell] / counts[cell]) < 1e-9;
  }

  private int cell(int sensor, long timeMillis) {
    int window = (int) ((timeMillis - plan.firstWindow()) / ReadingPlan.WINDOW_MILLIS);
    return window * plan.sensors() + sensor;
  }

  private void add(int cell, double value) {
    boolean first = counts[cell]++ == 0;
    sums[cell] += value;
    mins[cell] = first ? value : Math.min(mins[cell], value);
    maxs[cell] = first ? value : Math.max(maxs[cell], value);
  }
}
