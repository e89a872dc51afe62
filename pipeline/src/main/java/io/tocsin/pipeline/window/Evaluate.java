package io.tocsin.pipeline.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import org.jspecify.annotations.Nullable;

/**
 * The number that a function makes of a window's merged row. Source of the meanings: Prometheus'
 * documentation and its {@code promql/functions.go}.
 */
final class Evaluate {
  /** No value: the series has none in this window. */
  static final double ABSENT = Double.NaN;

  private Evaluate() {}

  /**
   * @param start the range's start, exclusive, epoch milliseconds
   * @param end the range's end, epoch milliseconds
   * @return {@link #ABSENT} where the function has no value
   */
  static double value(
      RangeFunction function,
      double param,
      Layout l,
      double[] a,
      @Nullable DDSketch sketch,
      long start,
      long end) {
    double n = a[0];
    if (n == 0) {
      return ABSENT;
    }
    return switch (function) {
      case COUNT -> n;
      case PRESENT -> 1;
      case SUM -> sum(l, a);
      case AVG -> sum(l, a) / n;
      case MIN -> a[l.min];
      case MAX -> a[l.max];
      case STDDEV -> Math.sqrt(a[l.moments + 1] / n);
      case STDVAR -> a[l.moments + 1] / n;
      case FIRST -> a[l.first + 1];
      case LAST -> a[l.last + 1];
      case INSTANT -> a[l.stale] > a[l.last] ? ABSENT : a[l.last + 1];
      case NEWEST -> a[l.stale] > a[l.last] ? ABSENT : a[l.last];
      case RATE -> extrapolated(l, a, start, end, true) / ((end - start) / 1000.0);
      case INCREASE -> extrapolated(l, a, start, end, true);
      case DELTA -> extrapolated(l, a, start, end, false);
      case IRATE -> instantRate(l, a);
      case IDELTA -> n < 2 ? ABSENT : a[l.last + 1] - a[l.previous + 1];
      case DERIV -> n < 2 ? ABSENT : slope(l, a);
      case PREDICT_LINEAR ->
          n < 2
              ? ABSENT
              : a[l.trend + 1] + slope(l, a) * ((end - a[l.trend + 4]) / 1000 + param - a[l.trend]);
      case CHANGES -> a[l.changes];
      case RESETS -> a[l.resets];
      case QUANTILE -> quantile(param, l, a, sketch);
    };
  }

  private static double sum(Layout l, double[] a) {
    return a[l.sum] + a[l.sum + 1];
  }

  private static double slope(Layout l, double[] a) {
    return a[l.trend + 2] / a[l.trend + 3];
  }

  private static double instantRate(Layout l, double[] a) {
    if (a[0] < 2) {
      return ABSENT;
    }
    double last = a[l.last + 1];
    double before = a[l.previous + 1];
    double seconds = (a[l.last] - a[l.previous]) / 1000.0;
    return seconds == 0 ? ABSENT : (last < before ? last : last - before) / seconds;
  }

  private static double quantile(double q, Layout l, double[] a, @Nullable DDSketch sketch) {
    if (q < 0 || q > 1) {
      return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (sketch == null || sketch.isEmpty()) {
      return ABSENT;
    }
    return Math.max(a[l.min], Math.min(a[l.max], sketch.getValueAtQuantile(q)));
  }

  /**
   * The change over the samples, stretched to the window: to its ends where the samples come within
   * 1.1 of their average distance of them, else by half that distance; a counter never below zero.
   */
  private static double extrapolated(Layout l, double[] a, long start, long end, boolean counter) {
    if (a[0] < 2) {
      return ABSENT;
    }
    double change = a[l.last + 1] - a[l.first + 1] + (counter ? a[l.counter] : 0);
    double sampled = (a[l.last] - a[l.first]) / 1000.0;
    if (sampled == 0) {
      return ABSENT;
    }
    double distance = sampled / (a[0] - 1);
    double toStart = (a[l.first] - start) / 1000.0;
    double toEnd = (end - a[l.last]) / 1000.0;
    if (counter && change > 0 && a[l.first + 1] >= 0) {
      toStart = Math.min(toStart, sampled * (a[l.first + 1] / change));
    }
    double threshold = distance * 1.1;
    double stretched =
        sampled
            + (toStart < threshold ? toStart : distance / 2)
            + (toEnd < threshold ? toEnd : distance / 2);
    return change * (stretched / sampled);
  }
}
