package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.event.Sums;
import java.util.LinkedHashMap;
import java.util.Map;

/** From a summary's statistics to sums that can be put together, and back. */
final class SummarySums {
  private SummarySums() {}

  static Sums of(Summary summary) {
    Map<String, Double> stats = summary.stats();
    double count = stats.getOrDefault("count", 0.0);
    double std = stats.getOrDefault("std", 0.0);
    return new Sums(
        Math.round(count),
        stats.getOrDefault("sum", 0.0),
        0,
        stats.getOrDefault("min", Double.NaN),
        stats.getOrDefault("max", Double.NaN),
        stats.getOrDefault("mean", 0.0),
        std * std * count);
  }

  static Map<String, Double> stats(Sums sums) {
    Map<String, Double> stats = new LinkedHashMap<>();
    stats.put("count", (double) sums.count());
    stats.put("sum", sums.total());
    stats.put("mean", sums.mean());
    stats.put("std", Math.sqrt(sums.squares() / sums.count()));
    stats.put("min", sums.min());
    stats.put("max", sums.max());
    return stats;
  }
}
