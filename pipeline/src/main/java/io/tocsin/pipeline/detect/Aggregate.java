package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Aggregator;
import io.tocsin.pipeline.rule.expr.Grouping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An aggregation within one sensor. */
record Aggregate(
    Aggregator aggregator, Grouping grouping, Node.@Nullable Scalar parameter, Node.Vector operand)
    implements Node.Vector {
  @Override
  public List<Sample> at(StepView view) {
    Map<Labels, List<Sample>> groups = new LinkedHashMap<>();
    for (Sample sample : operand.at(view)) {
      groups.computeIfAbsent(key(sample.labels()), key -> new ArrayList<>()).add(sample);
    }
    double param = parameter == null ? 0 : parameter.at(view);
    List<Sample> result = new ArrayList<>();
    groups.forEach((labels, samples) -> add(labels, samples, param, result));
    return result;
  }

  private Labels key(Labels labels) {
    return grouping.without() ? labels.without(grouping.labels()) : labels.only(grouping.labels());
  }

  private void add(Labels labels, List<Sample> samples, double param, List<Sample> result) {
    if (aggregator == Aggregator.TOPK || aggregator == Aggregator.BOTTOMK) {
      Comparator<Sample> order = Comparator.comparingDouble(Sample::value);
      samples.stream()
          .sorted(aggregator == Aggregator.TOPK ? order.reversed() : order)
          .limit(Math.max(0, (long) param))
          .forEach(result::add);
    } else {
      double[] values = samples.stream().mapToDouble(Sample::value).toArray();
      result.add(new Sample("", labels, number(values, param)));
    }
  }

  private double number(double[] values, double param) {
    return switch (aggregator) {
      case SUM -> sum(values);
      case AVG -> sum(values) / values.length;
      case COUNT -> values.length;
      case GROUP -> 1;
      case MIN -> extreme(values, true);
      case MAX -> extreme(values, false);
      case STDVAR -> variance(values);
      case STDDEV -> Math.sqrt(variance(values));
      case QUANTILE -> quantile(values, param);
      default -> throw new IllegalStateException(aggregator + " is refused when compiled");
    };
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** NaN only if there is nothing else. */
  private static double extreme(double[] values, boolean least) {
    double found = values[0];
    for (double value : values) {
      if (Double.isNaN(found) || (least ? value < found : value > found)) {
        found = value;
      }
    }
    return found;
  }

  private static double variance(double[] values) {
    double mean = 0;
    double squares = 0;
    int n = 0;
    for (double value : values) {
      n++;
      double delta = value - mean;
      mean += delta / n;
      squares += delta * (value - mean);
    }
    return squares / n;
  }

  /** Linear between the two nearest ranks, as Prometheus does. */
  private static double quantile(double[] values, double q) {
    if (Double.isNaN(q)) {
      return Double.NaN;
    } else if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    } else if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    double rank = q * (sorted.length - 1);
    int below = (int) Math.floor(rank);
    int above = Math.min(below + 1, sorted.length - 1);
    double weight = rank - below;
    return sorted[below] * (1 - weight) + sorted[above] * weight;
  }
}
