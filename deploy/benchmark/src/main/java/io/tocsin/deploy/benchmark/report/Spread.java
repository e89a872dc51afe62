package io.tocsin.deploy.benchmark.report;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The middle and the ends of a few measurements. */
public record Spread(double median, double min, double max) {
  /**
   * Returns the spread of a property; the median of an even number is the mean of the middle two.
   *
   * @throws IllegalArgumentException if there is nothing to measure
   */
  public static <T> Spread of(Collection<T> runs, ToDoubleFunction<T> property) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no run, no spread");
    }
    double[] sorted = runs.stream().mapToDouble(property).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** Returns {@code median (min–max)} with a number of decimals. */
  String text(int decimals) {
    String format = "%,." + decimals + "f";
    return String.format(
        Locale.ROOT, format + " (" + format + "–" + format + ")", median, min, max);
  }
}
