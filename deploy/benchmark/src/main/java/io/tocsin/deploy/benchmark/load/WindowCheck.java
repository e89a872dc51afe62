package io.tocsin.deploy.benchmark.load;

import java.util.BitSet;

/**
 * Holds the published results of one run against the right answer. Of several results for one
 * window the last one counts; whether more than one is a fault is the system's promise
 * (final-only).
 *
 * <p>Not thread-safe.
 */
public final class WindowCheck {
  private final ExpectedWindows expected;
  private final BitSet seen;
  private final BitSet right;
  private long outputs;
  private long repeated;
  private long strange;

  /** Starts a check in which nothing was seen yet. */
  public WindowCheck(ExpectedWindows expected) {
    this.expected = expected;
    this.seen = new BitSet(expected.cells());
    this.right = new BitSet(expected.cells());
  }

  /** Takes one result, in the order of the output topic. */
  public void accept(WindowResult result) {
    outputs++;
    int cell = expected.cellOf(result);
    if (cell < 0) {
      strange++;
      return;
    }
    if (seen.get(cell)) {
      repeated++;
    }
    seen.set(cell);
    right.set(cell, expected.right(cell, result));
  }

  /** Returns whether every window has its right result by now. */
  public boolean complete() {
    return right.cardinality() == expected.total();
  }

  /** Returns the finding so far. */
  public Verdict verdict() {
    long answered = seen.cardinality();
    return new Verdict(
        outputs,
        Math.max(0, expected.total() - answered),
        answered - right.cardinality(),
        repeated,
        strange);
  }

  /**
   * What a check found.
   *
   * @param outputs results read
   * @param missing windows without any
   * @param wrong windows whose last result is not the right one, or that should have none
   * @param repeated results beyond the first of their window
   * @param strange results outside the windows that are checked (the closing readings' own)
   */
  public record Verdict(long outputs, long missing, long wrong, long repeated, long strange) {
    /** Returns whether the answer is right, where a final-only system may say nothing twice. */
    public boolean correct(boolean finalOnly) {
      return missing == 0 && wrong == 0 && (!finalOnly || repeated == 0);
    }
  }
}
