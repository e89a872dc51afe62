package io.tocsin.pipeline.window;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is computed for each sensor at each multiple of an interval of event time.
 *
 * @param interval milliseconds between steps, more than 0
 * @param late what becomes of events that come after their step; null: as of the source
 * @param keepFor how long steps may be amended, milliseconds; {@link #AS_RANGES} for as far back as
 *     the ranges reach
 */
public record StepPlan(long interval, List<Leaf> leaves, @Nullable LatePolicy late, long keepFor) {
  /** Panes are there anyway for as long as ranges reach back. */
  public static final long AS_RANGES = -1;

  public StepPlan {
    leaves = List.copyOf(leaves);
    if (interval <= 0) {
      throw new IllegalArgumentException("interval must be more than 0 ms, is " + interval);
    }
  }

  /** A plan with the source's late policy. */
  public StepPlan(long interval, List<Leaf> leaves) {
    this(interval, leaves, null, AS_RANGES);
  }

  /** Tells apart what is kept for plans of one interval. */
  String lateKey() {
    boolean usual = late == null || late == LatePolicy.AMEND;
    return usual && keepFor == AS_RANGES ? "" : "/" + late + "/" + keepFor;
  }

  /**
   * What is kept of a series for a leaf: those with the same answer share it, so that one that
   * comes later finds what was kept for the others.
   */
  public String keeps(Leaf leaf) {
    return Shape.keyOf(this, leaf);
  }
}
