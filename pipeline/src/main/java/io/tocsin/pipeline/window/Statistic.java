package io.tocsin.pipeline.window;

import java.util.List;
import java.util.Locale;

/**
 * One statistic of a summary.
 *
 * @param name as the summary shows it
 * @param param the function's parameter, 0 where it has none
 */
public record Statistic(String name, RangeFunction function, double param) {
  /** count, sum, mean, std, min, max and last. */
  public static final List<Statistic> BASIC =
      List.of(
          of("count", RangeFunction.COUNT),
          of("sum", RangeFunction.SUM),
          of("mean", RangeFunction.AVG),
          of("std", RangeFunction.STDDEV),
          of("min", RangeFunction.MIN),
          of("max", RangeFunction.MAX),
          of("last", RangeFunction.LAST));

  public static Statistic of(String name, RangeFunction function) {
    return new Statistic(name, function, 0);
  }

  /**
   * A quantile such as {@code p95}.
   *
   * @param percent 0 to 100
   */
  public static Statistic percentile(double percent) {
    String text = String.format(Locale.ROOT, "%s", percent).replaceAll("\\.0$", "");
    return new Statistic("p" + text, RangeFunction.QUANTILE, percent / 100);
  }
}
