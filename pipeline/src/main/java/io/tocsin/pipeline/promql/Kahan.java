package io.tocsin.pipeline.promql;

/** Neumaier's compensated sum, as Prometheus adds up ranges. */
final class Kahan {

  private double sum;
  private double rest;

  void add(double value) {
    double total = sum + value;
    rest += Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
    sum = total;
  }

  /** The sum without what was lost on the way. */
  double raw() {
    return sum;
  }

  double compensated() {
    return sum + rest;
  }

  /** The compensated sum, unless that is infinite, when the rest means nothing. */
  double total() {
    return Double.isInfinite(sum) ? sum : sum + rest;
  }
}
