package io.tocsin.pipeline.window;

/** What a pane may keep of its samples; a pane keeps only what some function needs. */
enum Part {
  COUNT(0, 1, false),
  /** Sum and Neumaier's compensation. */
  SUM(1, 2, false),
  /** Mean and sum of squared deviations (Welford). */
  MOMENTS(2, 2, false),
  MIN(3, 1, false),
  MAX(4, 1, false),
  /** Time and value of the earliest sample. */
  FIRST(5, 2, false),
  /** Time and value of the latest sample. */
  LAST(6, 2, false),
  /** Time and value of the sample before the latest. */
  PREVIOUS(7, 2, true),
  /** Sum of the values from which a counter fell. */
  COUNTER(8, 1, true),
  CHANGES(9, 1, true),
  RESETS(10, 1, true),
  /**
   * A least-squares line: mean time in seconds, mean value, their centred sums of products, and the
   * time that seconds count from, as seconds since 1970 would lose their fractions.
   */
  TREND(11, 5, false),
  /** Time of the latest stale marker. */
  STALE(12, 1, false),
  /** A quantile sketch, kept beside the numbers. */
  SKETCH(13, 0, false);

  /** Its bit in the stored mask: never another one. */
  final int bit;

  /** Numbers it takes. */
  final int width;

  /** Whether samples must be added in the order of their times. */
  final boolean ordered;

  Part(int number, int width, boolean ordered) {
    this.bit = 1 << number;
    this.width = width;
    this.ordered = ordered;
  }
}
