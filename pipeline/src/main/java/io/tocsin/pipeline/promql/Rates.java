package io.tocsin.pipeline.promql;

import java.util.OptionalDouble;

/** Rates, increases and differences, extrapolated to the ends of the range as Prometheus does. */
final class Rates {

  /** Samples further from an end than so many average gaps do not reach it. */
  private static final double REACH = 1.1;

  private Rates() {}

  static OptionalDouble extrapolated(
      Samples samples, long start, long end, boolean counter, boolean perSecond) {
    int last = samples.size() - 1;
    if (last < 1) {
      return OptionalDouble.empty();
    }
    double change = samples.value(last) - samples.value(0);
    if (counter) {
      change += resets(samples);
    }
    double toStart = (samples.time(0) - start) / 1000.0;
    double toEnd = (end - samples.time(last)) / 1000.0;
    double sampled = (samples.time(last) - samples.time(0)) / 1000.0;
    double gap = sampled / last;
    if (counter && change > 0 && samples.value(0) >= 0) {
      // A counter cannot have been below zero, so it is not extrapolated to before that.
      toStart = Math.min(toStart, sampled * (samples.value(0) / change));
    }
    double threshold = gap * REACH;
    double covered = sampled;
    covered += toStart < threshold ? toStart : gap / 2;
    covered += toEnd < threshold ? toEnd : gap / 2;
    double factor = covered / sampled;
    if (perSecond) {
      factor /= (end - start) / 1000.0;
    }
    return OptionalDouble.of(change * factor);
  }

  /** What a counter lost whenever it began anew. */
  private static double resets(Samples samples) {
    double lost = 0;
    for (int i = 1; i < samples.size(); i++) {
      if (samples.value(i) < samples.value(i - 1)) {
        lost += samples.value(i - 1);
      }
    }
    return lost;
  }

  static OptionalDouble instant(Samples samples, boolean counter) {
    int last = samples.size() - 1;
    if (last < 1) {
      return OptionalDouble.empty();
    }
    double before = samples.value(last - 1);
    double value = samples.value(last);
    double change = counter && value < before ? value : value - before;
    double seconds = (samples.time(last) - samples.time(last - 1)) / 1000.0;
    return OptionalDouble.of(counter ? change / seconds : change);
  }
}
