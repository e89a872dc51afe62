package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.LabelMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** {@code histogram_quantile} of classic histograms: linear within the bucket. */
final class HistogramQuantile {
  private static final List<String> BOUND = List.of("le");

  private HistogramQuantile() {}

  static Node.Vector of(Node.Scalar q, Node.Vector buckets) {
    return view -> {
      Map<Labels, NavigableMap<Double, Double>> histograms = new LinkedHashMap<>();
      for (Sample bucket : buckets.at(view)) {
        String bound = bucket.labels().getOrEmpty("le");
        if (isNumber(bound)) {
          histograms
              .computeIfAbsent(bucket.labels().without(BOUND), key -> new TreeMap<>())
              .merge(parse(bound), bucket.value(), Double::sum);
        }
      }
      List<Sample> result = new ArrayList<>();
      histograms.forEach(
          (labels, counts) -> result.add(new Sample("", labels, quantile(q.at(view), counts))));
      return result;
    };
  }

  private static final LabelMatcher NUMBER =
      LabelMatcher.of(
          "le", LabelMatcher.Op.MATCHES, "[+-]?(Inf|[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?)");

  private static boolean isNumber(String text) {
    return NUMBER.matches(text);
  }

  private static double parse(String bound) {
    return Double.parseDouble(bound.replace("Inf", "Infinity"));
  }

  private static double quantile(double q, NavigableMap<Double, Double> counts) {
    if (Double.isNaN(q)) {
      return Double.NaN;
    } else if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    } else if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (counts.size() < 2 || counts.lastKey() != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    List<Double> bounds = new ArrayList<>(counts.keySet());
    double[] values = new double[bounds.size()];
    double highest = 0;
    for (int i = 0; i < values.length; i++) {
      highest = Math.max(highest, counts.getOrDefault(bounds.get(i), 0.0));
      values[i] = highest;
    }
    double all = values[values.length - 1];
    if (all == 0) {
      return Double.NaN;
    }
    return within(q * all, bounds, values);
  }

  private static double within(double rank, List<Double> bounds, double[] values) {
    int at = 0;
    while (at < values.length - 1 && values[at] < rank) {
      at++;
    }
    if (at == values.length - 1) {
      return bounds.get(values.length - 2);
    }
    double high = bounds.get(at);
    if (at == 0 && high <= 0) {
      return high;
    }
    double low = at == 0 ? 0 : bounds.get(at - 1);
    double below = at == 0 ? 0 : values[at - 1];
    return low + (high - low) * ((rank - below) / (values[at] - below));
  }
}
