package io.tocsin.pipeline.promql;

import java.util.OptionalDouble;

/** Double exponential smoothing, which Prometheus calls holt_winters. */
final class Smoothing {

  private Smoothing() {}

  static OptionalDouble doubleExponential(Samples samples, double level, double trend) {
    requireFactor("smoothing", level);
    requireFactor("trend", trend);
    if (samples.size() < 2) {
      return OptionalDouble.empty();
    }
    double before = 0;
    double smoothed = samples.value(0);
    double slope = samples.value(1) - samples.value(0);
    for (int i = 1; i < samples.size(); i++) {
      if (i > 1) {
        slope = trend * (smoothed - before) + (1 - trend) * slope;
      }
      double next = level * samples.value(i) + (1 - level) * (smoothed + slope);
      before = smoothed;
      smoothed = next;
    }
    return OptionalDouble.of(smoothed);
  }

  private static void requireFactor(String name, double factor) {
    if (!(factor > 0 && factor < 1)) {
      throw new EvaluationException(
          "invalid " + name + " factor " + factor + "; accepted: more than 0, less than 1");
    }
  }
}
