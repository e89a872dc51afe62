package io.tocsin.pipeline.promql;

import java.util.Arrays;

/** Quantiles of values, interpolated between the two nearest ranks. */
final class Quantiles {

  private Quantiles() {}

  static double of(double quantile, double[] values) {
    if (values.length == 0 || Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (quantile > 1) {
      return Double.POSITIVE_INFINITY;
    }
    double[] sorted = nanFirst(values);
    double rank = quantile * (sorted.length - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(sorted.length - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return sorted[lower] * (1 - weight) + sorted[upper] * weight;
  }

  /** Prometheus takes NaN for the smallest value, Java for the greatest. */
  private static double[] nanFirst(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int nans = (int) Arrays.stream(sorted).filter(Double::isNaN).count();
    double[] turned = new double[sorted.length];
    Arrays.fill(turned, 0, nans, Double.NaN);
    System.arraycopy(sorted, 0, turned, nans, sorted.length - nans);
    return turned;
  }
}
