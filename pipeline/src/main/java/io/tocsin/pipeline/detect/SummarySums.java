package io.tocsin.pipeline.detect;

import static java.util.Comparator.comparingLong;

import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Sums;
import io.tocsin.pipeline.window.QuantileSketch;
import io.tocsin.pipeline.window.Statistic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What windows of many series add up to. */
final class SummarySums {
  private SummarySums() {}

  /** Of all of these, in whatever order; what one of them does not know, nobody knows. */
  static Spread spread(List<Spread> parts) {
    Spread first = Spread.NONE;
    if (parts.stream().allMatch(Spread::knowsFirst)) {
      first = Collections.min(parts, comparingLong(Spread::firstTime).thenComparing(Spread::first));
    }
    Spread last = Spread.NONE;
    if (parts.stream().allMatch(Spread::knowsLast)) {
      last = Collections.max(parts, comparingLong(Spread::lastTime).thenComparing(Spread::last));
    }
    QuantileSketch sketch = new QuantileSketch();
    if (parts.stream().allMatch(Spread::knowsQuantiles)) {
      parts.forEach(part -> sketch.add(part.sketch()));
    }
    return new Spread(
        first.firstTime(), first.first(), last.lastTime(), last.last(), sketch.encoded());
  }

  /** The statistics that are asked for and add up. */
  static Map<String, Double> stats(Sums sums, Spread spread, List<Statistic> statistics) {
    QuantileSketch sketch = new QuantileSketch();
    sketch.add(spread.sketch());
    Map<String, Double> stats = new LinkedHashMap<>();
    for (Statistic statistic : statistics) {
      double value = value(statistic, sums, spread, sketch);
      if (!Double.isNaN(value)) {
        stats.put(statistic.name(), value);
      }
    }
    return stats;
  }

  private static double value(
      Statistic statistic, Sums sums, Spread spread, QuantileSketch sketch) {
    return switch (statistic.function()) {
      case COUNT -> sums.count();
      case SUM -> sums.total();
      case AVG -> sums.total() / sums.count();
      case STDDEV -> Math.sqrt(sums.squares() / sums.count());
      case STDVAR -> sums.squares() / sums.count();
      case MIN -> sums.min();
      case MAX -> sums.max();
      case FIRST -> spread.first();
      case LAST -> spread.last();
      case QUANTILE ->
          Math.max(sums.min(), Math.min(sums.max(), sketch.quantile(statistic.param())));
      default -> Double.NaN;
    };
  }
}
