package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Aggregator;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.GoFloat;
import io.tocsin.pipeline.rule.expr.Grouping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Combines the elements of a vector, group by group. */
final class Aggregations {

  private Aggregations() {}

  static Value aggregate(Evaluator.Step step, Expr.Aggregation aggregation) {
    Expr parameter = aggregation.parameter();
    String valueLabel = parameter instanceof Expr.Text text ? text.value() : "";
    double number = parameter == null || !valueLabel.isEmpty() ? 0 : step.scalar(parameter);
    Map<Labels, List<Element>> groups = new LinkedHashMap<>();
    for (Element element : step.vector(aggregation.operand())) {
      Labels group = group(aggregation.grouping(), element.labels());
      if (aggregation.aggregator() == Aggregator.COUNT_VALUES) {
        group = group.with(valueLabel, GoFloat.plain(element.value()));
      }
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(element);
    }
    List<Element> results = new ArrayList<>();
    groups.forEach(
        (labels, elements) -> {
          if (parameter != null
              && valueLabel.isEmpty()
              && aggregation.aggregator() != Aggregator.QUANTILE) {
            results.addAll(extremes(elements, number, aggregation.aggregator(), step.now()));
          } else {
            double value = combined(aggregation.aggregator(), elements, number);
            results.add(new Element(labels, value, step.now()));
          }
        });
    return new Value.Vector(results);
  }

  private static Labels group(Grouping grouping, Labels labels) {
    if (!grouping.without()) {
      return labels.only(grouping.labels());
    }
    List<String> gone = new ArrayList<>(grouping.labels());
    gone.add(SampleStore.NAME);
    return labels.without(gone);
  }

  private static double combined(Aggregator aggregator, List<Element> elements, double number) {
    double[] values = elements.stream().mapToDouble(Element::value).toArray();
    return switch (aggregator) {
      case SUM -> sum(values);
      case AVG -> mean(values);
      case MIN -> extreme(values, -1);
      case MAX -> extreme(values, 1);
      case COUNT, COUNT_VALUES -> values.length;
      case GROUP -> 1;
      case STDVAR -> variance(values);
      case STDDEV -> Math.sqrt(variance(values));
      case QUANTILE -> Quantiles.of(number, values);
      default -> throw new EvaluationException("no aggregation: " + aggregator.word());
    };
  }

  private static double sum(double[] values) {
    double sum = values[0];
    for (int i = 1; i < values.length; i++) {
      sum += values[i];
    }
    return sum;
  }

  /** Divides first, so that large values do not overflow. */
  private static double mean(double[] values) {
    double mean = values[0];
    for (int i = 1; i < values.length; i++) {
      double value = values[i];
      boolean keeps =
          Double.isInfinite(mean)
              && (value == mean || (!Double.isInfinite(value) && !Double.isNaN(value)));
      if (!keeps) {
        mean += value / (i + 1) - mean / (i + 1);
      }
    }
    return mean;
  }

  private static double extreme(double[] values, int sign) {
    double extreme = values[0];
    for (double value : values) {
      if (sign * value > sign * extreme || Double.isNaN(extreme)) {
        extreme = value;
      }
    }
    return extreme;
  }

  private static double variance(double[] values) {
    double mean = values[0];
    double squares = 0;
    for (int i = 1; i < values.length; i++) {
      double delta = values[i] - mean;
      mean += delta / (i + 1);
      squares += delta * (values[i] - mean);
    }
    return squares / values.length;
  }

  /** The greatest or smallest elements as they are; NaN is taken only when there is room. */
  private static List<Element> extremes(
      List<Element> elements, double count, Aggregator aggregator, long now) {
    if (Double.isNaN(count) || Math.abs(count) >= Long.MAX_VALUE) {
      throw new EvaluationException(aggregator.word() + " of " + count + " elements");
    }
    int sign = aggregator == Aggregator.TOPK ? 1 : -1;
    List<Element> kept = new ArrayList<>();
    for (Element element : elements) {
      if (kept.size() < (long) count) {
        kept.add(element.with(element.value(), now));
      } else if (!kept.isEmpty()) {
        replaceWeakest(kept, element.with(element.value(), now), sign);
      }
    }
    return kept;
  }

  private static void replaceWeakest(List<Element> kept, Element element, int sign) {
    int weakest = 0;
    for (int i = 1; i < kept.size(); i++) {
      if (isWeaker(kept.get(i).value(), kept.get(weakest).value(), sign)) {
        weakest = i;
      }
    }
    double value = kept.get(weakest).value();
    if (sign * value < sign * element.value() || Double.isNaN(value)) {
      kept.set(weakest, element);
    }
  }

  private static boolean isWeaker(double a, double b, int sign) {
    return !Double.isNaN(b) && (Double.isNaN(a) || sign * a < sign * b);
  }
}
