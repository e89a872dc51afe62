package io.tocsin.pipeline.window;

import java.util.List;

/** What a pane may keep of its samples; a pane keeps only what some function needs. */
enum Part {
  COUNT(0, false, Stored.COUNT),
  /** Sum and Neumaier's compensation. */
  SUM(1, false, Stored.VALUE, Stored.VALUE),
  /** Mean and sum of squared deviations (Welford). */
  MOMENTS(2, false, Stored.VALUE, Stored.VALUE),
  MIN(3, false, Stored.VALUE),
  MAX(4, false, Stored.VALUE),
  /** Time and value of the earliest sample. */
  FIRST(5, false, Stored.TIME, Stored.VALUE),
  /** Time and value of the latest sample. */
  LAST(6, false, Stored.TIME, Stored.VALUE),
  /** Time and value of the sample before the latest. */
  PREVIOUS(7, true, Stored.TIME, Stored.VALUE),
  /** Sum of the values from which a counter fell. */
  COUNTER(8, true, Stored.VALUE),
  CHANGES(9, true, Stored.COUNT),
  RESETS(10, true, Stored.COUNT),
  /**
   * A least-squares line: mean time in seconds, mean value, their centred sums of products, and the
   * time that seconds count from, as seconds since 1970 would lose their fractions.
   */
  TREND(11, false, Stored.VALUE, Stored.VALUE, Stored.VALUE, Stored.VALUE, Stored.TIME),
  /** Time of the latest stale marker. */
  STALE(12, false, Stored.TIME),
  /** A quantile sketch, kept beside the numbers. */
  SKETCH(13, false);

  /** Its bit in the stored mask: never another one. */
  final int bit;

  /** Numbers it takes. */
  final int width;

  /** What each of them is. */
  @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
  final List<Stored> numbers;

  /** Whether samples must be added in the order of their times. */
  final boolean ordered;

  Part(int number, boolean ordered, Stored... numbers) {
    this.bit = 1 << number;
    this.width = numbers.length;
    this.numbers = List.of(numbers);
    this.ordered = ordered;
  }

  /** What a number is, and thereby in how few bytes it can be stored. */
  enum Stored {
    /** Whole and not negative. */
    COUNT,
    /** Milliseconds, about when the pane ends, or never. */
    TIME,
    VALUE
  }
}
