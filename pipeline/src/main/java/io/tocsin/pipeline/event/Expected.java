package io.tocsin.pipeline.event;

import java.util.function.DoubleFunction;

/**
 * The range in which the value was expected. Either end may be infinite.
 *
 * @param low lowest expected value, {@code -Infinity} if none
 * @param high highest expected value, {@code Infinity} if none
 */
public record Expected(double low, double high) {
  /**
   * Returns the range in words: {@code at most 90}, {@code at least 5}, {@code 3 to 5}, {@code 4}.
   *
   * @param number writes an end, with the digits that its reader wants
   */
  public String text(DoubleFunction<String> number) {
    boolean below = low == Double.NEGATIVE_INFINITY;
    boolean above = high == Double.POSITIVE_INFINITY;
    if (below) {
      return above ? "anything" : "at most " + number.apply(high);
    } else if (above) {
      return "at least " + number.apply(low);
    }
    return low == high ? number.apply(low) : number.apply(low) + " to " + number.apply(high);
  }
}
