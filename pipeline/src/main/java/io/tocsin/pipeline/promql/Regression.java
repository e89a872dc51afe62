package io.tocsin.pipeline.promql;

/**
 * The line of least squares through samples, by seconds.
 *
 * @param slope per second
 * @param intercept the line's value at the reference time
 */
record Regression(double slope, double intercept) {

  static Regression of(Samples samples, long reference) {
    if (isConstant(samples)) {
      double value = samples.value(0);
      return Double.isInfinite(value)
          ? new Regression(Double.NaN, Double.NaN)
          : new Regression(0, value);
    }
    Kahan sumX = new Kahan();
    Kahan sumY = new Kahan();
    Kahan sumXy = new Kahan();
    Kahan sumXx = new Kahan();
    for (int i = 0; i < samples.size(); i++) {
      double x = (samples.time(i) - reference) / 1e3;
      sumX.add(x);
      sumY.add(samples.value(i));
      sumXy.add(x * samples.value(i));
      sumXx.add(x * x);
    }
    double n = samples.size();
    double x = sumX.compensated();
    double y = sumY.compensated();
    double slope = (sumXy.compensated() - x * y / n) / (sumXx.compensated() - x * x / n);
    return new Regression(slope, y / n - slope * x / n);
  }

  private static boolean isConstant(Samples samples) {
    for (int i = 1; i < samples.size(); i++) {
      if (samples.value(i) != samples.value(0)) {
        return false;
      }
    }
    return true;
  }
}
