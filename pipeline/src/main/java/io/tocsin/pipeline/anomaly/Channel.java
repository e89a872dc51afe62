package io.tocsin.pipeline.anomaly;

/**
 * One way of looking at a series; the first ones are watched for records, the others have tails.
 */
public enum Channel {
  /** The value itself. */
  VALUE(0, "value", Method.NOVELTY),
  /** The change since the reading before. */
  CHANGE(1, "change", Method.NOVELTY),
  /** The smoothed value. */
  AVERAGE(2, "short average", Method.NOVELTY),
  /** The short variance. */
  SPREAD(3, "short spread", Method.NOVELTY),
  /** The value against what is usual at this time of day or hour of the week. */
  SEASON(4, "value for this time", Method.SEASONAL),
  /** The smoothed difference from what is usual at this time. */
  SEASON_AVERAGE(5, "short average for this time", Method.SEASONAL),
  /** The sum of deviations from the usual level. */
  LEVEL(6, "level", Method.SHIFT),
  /** A pattern of values unlike the remembered ones. */
  PATTERN(7, "pattern", Method.REGIME),
  /** The value has stopped changing. */
  STUCK(8, "unchanged value", Method.FLATLINE),
  /** The forecast's residual far in the tail of all residuals. */
  RESIDUAL(9, "forecast error", Method.RESIDUAL);

  /** How many channels are watched for records. */
  static final int RECORDS = 8;

  static final int COUNT = 10;

  private static final Channel[] ALL = values();

  /** The place of the channel in arrays and stored state. */
  final int index;

  private final String words;
  private final Method method;

  Channel(int index, String words, Method method) {
    this.index = index;
    this.words = words;
    this.method = method;
  }

  /** The channel's name in a sentence. */
  public String words() {
    return words;
  }

  boolean speaksUnder(Method chosen) {
    return (chosen == Method.AUTO && this != RESIDUAL)
        || chosen == method
        || (chosen == Method.NOVELTY && index < RECORDS);
  }

  static Channel at(int index) {
    return ALL[index];
  }
}
