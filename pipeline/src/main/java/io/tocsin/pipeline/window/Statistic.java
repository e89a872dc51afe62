package io.tocsin.pipeline.window;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Map<String, RangeFunction> NAMES =
      Map.ofEntries(
          Map.entry("count", RangeFunction.COUNT),
          Map.entry("sum", RangeFunction.SUM),
          Map.entry("mean", RangeFunction.AVG),
          Map.entry("std", RangeFunction.STDDEV),
          Map.entry("min", RangeFunction.MIN),
          Map.entry("max", RangeFunction.MAX),
          Map.entry("first", RangeFunction.FIRST),
          Map.entry("last", RangeFunction.LAST),
          Map.entry("rate", RangeFunction.RATE),
          Map.entry("increase", RangeFunction.INCREASE),
          Map.entry("delta", RangeFunction.DELTA),
          Map.entry("deriv", RangeFunction.DERIV),
          Map.entry("changes", RangeFunction.CHANGES),
          Map.entry("resets", RangeFunction.RESETS));

  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(\\.\\d{1,4})?|100)");

  /** What {@link #named} accepts, in words. */
  public static final String ACCEPTED =
      "count, sum, mean, std, min, max, first, last, rate, increase, delta, deriv, changes, resets,"
          + " or a percentile such as p95 or p99.9";

  /** The statistic of that name; empty if there is none. */
  public static Optional<Statistic> named(String name) {
    RangeFunction function = NAMES.get(name);
    if (function != null) {
      return Optional.of(of(name, function));
    }
    Matcher percentile = PERCENTILE.matcher(name);
    return percentile.matches()
        ? Optional.of(
            new Statistic(
                name, RangeFunction.QUANTILE, Double.parseDouble(percentile.group(1)) / 100))
        : Optional.empty();
  }

  /** Whether that of several series follows from what each of them tells. */
  public boolean addsUp() {
    return switch (function) {
      case COUNT, SUM, AVG, STDDEV, STDVAR, MIN, MAX, FIRST, LAST, QUANTILE -> true;
      default -> false;
    };
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
