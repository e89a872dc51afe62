package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.rule.expr.Builtin;
import java.util.OptionalDouble;

/**
 * The functions of ranges.
 *
 * @param now when it is evaluated
 * @param rangeMillis the range's length
 * @param first the first number among the arguments
 * @param second the second number among the arguments
 */
record RangeFunctions(
    Builtin function, long now, long rangeMillis, long offsetMillis, double first, double second) {

  /** The value for the samples of one series, of which there is at least one. */
  OptionalDouble apply(Samples samples) {
    return switch (function) {
      case RATE -> extrapolated(samples, true, true);
      case INCREASE -> extrapolated(samples, true, false);
      case DELTA -> extrapolated(samples, false, false);
      case IRATE -> Rates.instant(samples, true);
      case IDELTA -> Rates.instant(samples, false);
      case DERIV ->
          samples.size() < 2
              ? OptionalDouble.empty()
              : OptionalDouble.of(Regression.of(samples, samples.time(0)).slope());
      case PREDICT_LINEAR -> predict(samples);
      case HOLT_WINTERS -> Smoothing.doubleExponential(samples, first, second);
      default -> OptionalDouble.of(OverTime.apply(function, samples, first));
    };
  }

  private OptionalDouble extrapolated(Samples samples, boolean counter, boolean perSecond) {
    long end = now - offsetMillis;
    return Rates.extrapolated(samples, end - rangeMillis, end, counter, perSecond);
  }

  private OptionalDouble predict(Samples samples) {
    if (samples.size() < 2) {
      return OptionalDouble.empty();
    }
    Regression line = Regression.of(samples, now);
    return OptionalDouble.of(line.slope() * first + line.intercept());
  }
}
