package io.tocsin.pipeline.anomaly;

/**
 * What {@link SeriesDetector#add} says about the last reading. One holder is filled again and
 * again: copy what outlives the next call, or take an {@link #explain explanation}. Not
 * thread-safe.
 */
public final class Finding {
  double surprise;
  double level;
  double score;
  double z;
  double value;
  double expected;
  double low;
  double high;
  Channel channel = Channel.VALUE;
  Grade grade = Grade.EVIDENCE;
  boolean counter;
  double seasonal;
  int readings;
  boolean grown;

  /** −ln of the chance of something so odd in a healthy series, in nats; at least 0. */
  public double surprise() {
    return surprise;
  }

  /**
   * The surprise kept in mind, in nats: fades, but slowly while the series is not back to normal.
   */
  public double level() {
    return level;
  }

  /**
   * How odd the series is at this reading, in nats: at or above the threshold for a new finding,
   * below it and yet high while the series stays odd.
   */
  public double score() {
    return score;
  }

  /** How far the reading is from the series' usual level, in robust standard deviations. */
  public double z() {
    return z;
  }

  /** The value that was judged: of a counter, its rate per second. */
  public double value() {
    return value;
  }

  /** The forecast, in the value's unit. */
  public double expected() {
    return expected;
  }

  /** The low end of the expected band, in the value's unit. */
  public double low() {
    return low;
  }

  /** The high end of the expected band, in the value's unit. */
  public double high() {
    return high;
  }

  /** The channel that was surprised most. */
  public Channel channel() {
    return channel;
  }

  /** How much a finding weighs: more than evidence once it keeps growing. */
  public Grade grade() {
    return grade;
  }

  /** Whether the series was recognised as a counter and is judged by its rate. */
  public boolean counter() {
    return counter;
  }

  /** This finding as a value that can be kept; allocates. */
  public Explanation explain() {
    return new Explanation(
        channel, surprise, value, expected, low, high, seasonal, counter, readings);
  }
}
