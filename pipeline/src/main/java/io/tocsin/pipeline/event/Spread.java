package io.tocsin.pipeline.event;

/**
 * What windows of several series can be put together from besides {@link Sums}: their earliest and
 * latest value, and how the values are spread. Immutable.
 *
 * @param firstTime event time of the earliest value, epoch milliseconds; of none: {@link
 *     Long#MAX_VALUE}
 * @param first the earliest value; of several at that time the least
 * @param lastTime event time of the latest value, epoch milliseconds; of none: {@link
 *     Long#MIN_VALUE}
 * @param last the latest value; of several at that time the greatest
 * @param sketch quantile sketch in its stored form, as Base64; empty where no quantile is asked for
 */
public record Spread(long firstTime, double first, long lastTime, double last, String sketch) {
  /** Of no values. */
  public static final Spread NONE =
      new Spread(Long.MAX_VALUE, Double.NaN, Long.MIN_VALUE, Double.NaN, "");

  public boolean knowsFirst() {
    return firstTime != NONE.firstTime;
  }

  public boolean knowsLast() {
    return lastTime != NONE.lastTime;
  }

  public boolean knowsQuantiles() {
    return !sketch.isEmpty();
  }
}
