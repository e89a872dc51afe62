package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Reading;
import java.util.Arrays;
import java.util.List;

/** Prometheus' functions written down the plain way, over all samples. */
final class Naive {
  private Naive() {}

  static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  static double variance(double[] values) {
    double mean = sum(values) / values.length;
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length;
  }

  /** The leaf's value at a step; NaN where there is none. */
  static double value(List<Reading> all, Leaf leaf, long step) {
    long end = step - leaf.offset();
    long start = end - leaf.range();
    List<Reading> in = all.stream().filter(r -> r.time() >= start && r.time() <= end).toList();
    double[] v = in.stream().mapToDouble(Reading::value).toArray();
    double[] t = in.stream().mapToDouble(r -> (r.time() - start) / 1000.0).toArray();
    int n = v.length;
    if (n == 0) {
      return Double.NaN;
    }
    return switch (leaf.function()) {
      case COUNT -> n;
      case SUM -> sum(v);
      case AVG -> sum(v) / n;
      case MIN -> Arrays.stream(v).min().orElseThrow();
      case MAX -> Arrays.stream(v).max().orElseThrow();
      case STDDEV -> Math.sqrt(variance(v));
      case FIRST -> v[0];
      case LAST -> v[n - 1];
      case STDVAR -> variance(v);
      case PRESENT -> 1;
      case IDELTA -> n < 2 ? Double.NaN : v[n - 1] - v[n - 2];
      case RATE -> extrapolated(t, v, start, end, true) / (leaf.range() / 1000.0);
      case INCREASE -> extrapolated(t, v, start, end, true);
      case DELTA -> extrapolated(t, v, start, end, false);
      case DERIV -> n < 2 ? Double.NaN : slope(t, v);
      case CHANGES -> pairs(v, false);
      case RESETS -> pairs(v, true);
      case IRATE -> n < 2 ? Double.NaN : irate(t, v, n);
      case QUANTILE -> quantile(v, leaf.param());
      default -> throw new IllegalArgumentException(leaf.name());
    };
  }

  private static double irate(double[] t, double[] v, int n) {
    double change = v[n - 1] < v[n - 2] ? v[n - 1] : v[n - 1] - v[n - 2];
    return change / (t[n - 1] - t[n - 2]);
  }

  private static double pairs(double[] v, boolean falls) {
    int count = 0;
    for (int i = 1; i < v.length; i++) {
      count += (falls ? v[i] < v[i - 1] : v[i] != v[i - 1]) ? 1 : 0;
    }
    return count;
  }

  private static double slope(double[] t, double[] v) {
    double meanT = sum(t) / t.length;
    double meanV = sum(v) / v.length;
    double tv = 0;
    double tt = 0;
    for (int i = 0; i < t.length; i++) {
      tv += (t[i] - meanT) * (v[i] - meanV);
      tt += (t[i] - meanT) * (t[i] - meanT);
    }
    return tv / tt;
  }

  /** The lower of the two nearest ranks, which is what a sketch without interpolation knows. */
  private static double quantile(double[] v, double q) {
    double[] sorted = v.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.floor(q * (sorted.length - 1))];
  }

  private static double extrapolated(
      double[] t, double[] v, long start, long end, boolean counter) {
    int n = v.length;
    if (n < 2) {
      return Double.NaN;
    }
    double change = v[n - 1] - v[0];
    for (int i = 1; counter && i < n; i++) {
      change += v[i] < v[i - 1] ? v[i - 1] : 0;
    }
    double toStart = t[0];
    double toEnd = (end - start) / 1000.0 - t[n - 1];
    double sampled = t[n - 1] - t[0];
    double average = sampled / (n - 1);
    if (counter && change > 0 && v[0] >= 0) {
      toStart = Math.min(toStart, sampled * (v[0] / change));
    }
    double whole = sampled;
    whole += toStart < average * 1.1 ? toStart : average / 2;
    whole += toEnd < average * 1.1 ? toEnd : average / 2;
    return change * (whole / sampled);
  }
}
