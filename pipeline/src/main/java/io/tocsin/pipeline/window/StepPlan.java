package io.tocsin.pipeline.window;

import java.util.List;

/**
 * What is computed for each sensor at each multiple of an interval of event time.
 *
 * @param interval milliseconds between steps, more than 0
 */
public record StepPlan(long interval, List<Leaf> leaves) {
  public StepPlan {
    leaves = List.copyOf(leaves);
    if (interval <= 0) {
      throw new IllegalArgumentException("interval must be more than 0 ms, is " + interval);
    }
  }

  /**
   * What is kept of a series for a leaf: those with the same answer share it, so that one that
   * comes later finds what was kept for the others.
   */
  public String keeps(Leaf leaf) {
    return Shape.keyOf(this, leaf);
  }
}
