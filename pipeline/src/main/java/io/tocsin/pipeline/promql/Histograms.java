package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.event.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Quantiles of classic histograms: cumulative buckets, told apart by the label {@code le}. */
final class Histograms {

  private static final String BOUND = "le";

  private Histograms() {}

  static Value quantile(double quantile, List<Element> elements, long now) {
    Map<Labels, TreeMap<Double, Double>> histograms = new LinkedHashMap<>();
    for (Element element : elements) {
      Labels labels = element.labels().without(List.of(BOUND, SampleStore.NAME));
      Double bound = bound(element.labels().getOrEmpty(BOUND));
      if (bound != null) {
        histograms
            .computeIfAbsent(labels, key -> new TreeMap<>())
            .merge(bound, element.value(), Double::sum);
      }
    }
    List<Element> results = new ArrayList<>();
    histograms.forEach(
        (labels, buckets) -> results.add(new Element(labels, of(quantile, buckets), now)));
    return new Value.Vector(results);
  }

  private static @Nullable Double bound(String text) {
    try {
      return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static double of(double quantile, NavigableMap<Double, Double> buckets) {
    if (Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (quantile > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (buckets.lastKey() != Double.POSITIVE_INFINITY || buckets.size() < 2) {
      return Double.NaN;
    }
    double[] bounds = buckets.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] counts = monotonic(buckets);
    return interpolated(quantile, bounds, counts);
  }

  /** Counts that were read at different times may fall; what was counted once stays counted. */
  private static double[] monotonic(NavigableMap<Double, Double> buckets) {
    double[] counts = buckets.values().stream().mapToDouble(Double::doubleValue).toArray();
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] < counts[i - 1]) {
        counts[i] = counts[i - 1];
      }
    }
    return counts;
  }

  private static double interpolated(double quantile, double[] bounds, double[] counts) {
    int last = bounds.length - 1;
    if (counts[last] == 0) {
      return Double.NaN;
    }
    double rank = quantile * counts[last];
    int bucket = 0;
    while (bucket < last && !(counts[bucket] >= rank)) {
      bucket++;
    }
    if (bucket == last) {
      return bounds[last - 1];
    }
    if (bucket == 0 && bounds[0] <= 0) {
      return bounds[0];
    }
    double start = bucket == 0 ? 0 : bounds[bucket - 1];
    double below = bucket == 0 ? 0 : counts[bucket - 1];
    return start + (bounds[bucket] - start) * ((rank - below) / (counts[bucket] - below));
  }
}
