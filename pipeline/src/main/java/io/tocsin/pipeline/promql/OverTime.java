package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.rule.expr.Builtin;

/** One value from the values of a range, whatever their times. */
final class OverTime {

  private OverTime() {}

  static double apply(Builtin function, Samples samples, double parameter) {
    return switch (function) {
      case AVG_OVER_TIME -> average(samples);
      case SUM_OVER_TIME -> sum(samples);
      case MIN_OVER_TIME -> extreme(samples, -1);
      case MAX_OVER_TIME -> extreme(samples, 1);
      case COUNT_OVER_TIME -> samples.size();
      case LAST_OVER_TIME -> samples.last();
      case PRESENT_OVER_TIME -> 1;
      case STDVAR_OVER_TIME -> variance(samples);
      case STDDEV_OVER_TIME -> Math.sqrt(variance(samples));
      case QUANTILE_OVER_TIME -> Quantiles.of(parameter, samples.valuesOnly());
      case CHANGES -> changes(samples);
      case RESETS -> resets(samples);
      default -> throw new EvaluationException("no range function: " + function.word());
    };
  }

  private static double average(Samples samples) {
    Kahan mean = new Kahan();
    for (int i = 0; i < samples.size(); i++) {
      double value = samples.value(i);
      int count = i + 1;
      if (Double.isInfinite(mean.raw())
          && (value == mean.raw() || (!Double.isInfinite(value) && !Double.isNaN(value)))) {
        continue;
      }
      mean.add(value / count - mean.raw() / count);
    }
    return mean.total();
  }

  private static double sum(Samples samples) {
    Kahan sum = new Kahan();
    for (int i = 0; i < samples.size(); i++) {
      sum.add(samples.value(i));
    }
    return sum.total();
  }

  private static double extreme(Samples samples, int sign) {
    double extreme = samples.value(0);
    for (int i = 1; i < samples.size(); i++) {
      double value = samples.value(i);
      if (sign * value > sign * extreme || Double.isNaN(extreme)) {
        extreme = value;
      }
    }
    return extreme;
  }

  private static double variance(Samples samples) {
    Kahan mean = new Kahan();
    Kahan squares = new Kahan();
    for (int i = 0; i < samples.size(); i++) {
      double delta = samples.value(i) - mean.compensated();
      mean.add(delta / (i + 1));
      squares.add(delta * (samples.value(i) - mean.compensated()));
    }
    return squares.compensated() / samples.size();
  }

  private static int changes(Samples samples) {
    int changes = 0;
    for (int i = 1; i < samples.size(); i++) {
      double before = samples.value(i - 1);
      double value = samples.value(i);
      boolean bothNaN = Double.isNaN(before) && Double.isNaN(value);
      changes += value != before && !bothNaN ? 1 : 0;
    }
    return changes;
  }

  private static int resets(Samples samples) {
    int resets = 0;
    for (int i = 1; i < samples.size(); i++) {
      resets += samples.value(i) < samples.value(i - 1) ? 1 : 0;
    }
    return resets;
  }
}
