package io.tocsin.pipeline.window;

/**
 * Learns how long a sensor is silent at most when nothing is wrong: rises to the longest gap at
 * once, forgets slowly. Gaps that are short against it belong to one burst and say nothing.
 */
final class UsualGap {
  /** Gaps that must have been seen before silence means something. */
  static final int ENOUGH = 8;

  /** A silence of so many usual gaps is one. */
  static final double TIMES = 3;

  /** What is never a silence, milliseconds. */
  static final long LEAST = 10_000;

  private static final double BURST = 0.1;
  private static final double FORGETS = 0.05;

  private UsualGap() {}

  static void learn(SensorState state, long gap) {
    if (gap <= 0 || gap < state.usualGap * BURST) {
      return;
    }
    double now = (double) gap;
    state.usualGap = Math.max(now, state.usualGap + (now - state.usualGap) * FORGETS);
    state.gaps = Math.min(ENOUGH, state.gaps + 1);
  }

  /** After how long its silence is told, milliseconds; far away while too little is known. */
  static long silence(SensorState state) {
    return state.gaps < ENOUGH ? FAR : Math.max(LEAST, Math.round(state.usualGap * TIMES));
  }

  /** Longer than anything lasts, and short enough to be added to a time. */
  static final long FAR = Long.MAX_VALUE / 4;
}
