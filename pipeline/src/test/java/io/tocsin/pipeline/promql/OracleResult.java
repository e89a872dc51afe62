package io.tocsin.pipeline.promql;

import static java.util.Objects.requireNonNull;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Expr;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an expression was over a range of steps: an error, or points by series and time.
 *
 * @param points series as text to step to value
 */
record OracleResult(boolean failed, Map<String, Map<Long, Double>> points) {

  private static final double ROUNDING = 1e-9;

  static OracleResult error() {
    return new OracleResult(true, Map.of());
  }

  static OracleResult ofOurs(Evaluator evaluator, Expr expr, long start, long end, long step) {
    Map<String, Map<Long, Double>> points = new TreeMap<>();
    try {
      for (long time = start; time <= end; time += step) {
        for (Element element : evaluator.elementsAt(expr, time)) {
          points
              .computeIfAbsent(key(element.labels()), key -> new TreeMap<>())
              .put(time, element.value());
        }
      }
    } catch (EvaluationException e) {
      return error();
    }
    return new OracleResult(false, points);
  }

  static String key(Labels labels) {
    return labels.toString();
  }

  /** The first difference beyond rounding; empty when there is none. */
  Optional<String> differenceFrom(OracleResult theirs) {
    if (failed != theirs.failed) {
      return Optional.of(failed ? "only ours is an error" : "only theirs is an error");
    }
    if (!points.keySet().equals(theirs.points.keySet())) {
      return Optional.of("series " + points.keySet() + " but theirs " + theirs.points.keySet());
    }
    for (Map.Entry<String, Map<Long, Double>> series : points.entrySet()) {
      Map<Long, Double> other = requireNonNull(theirs.points.get(series.getKey()));
      if (!series.getValue().keySet().equals(other.keySet())) {
        return Optional.of(
            series.getKey()
                + " at "
                + series.getValue().keySet()
                + " but theirs at "
                + other.keySet());
      }
      for (Map.Entry<Long, Double> point : series.getValue().entrySet()) {
        double their = requireNonNull(other.get(point.getKey()));
        if (!isNear(point.getValue(), their)) {
          return Optional.of(
              series.getKey()
                  + " at "
                  + point.getKey()
                  + ": "
                  + point.getValue()
                  + " but theirs "
                  + their);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isNear(double ours, double theirs) {
    if (Double.compare(ours, theirs) == 0 || ours == theirs) {
      return true;
    }
    double scale = Math.max(Math.abs(ours), Math.abs(theirs));
    return Math.abs(ours - theirs) <= ROUNDING * scale || Math.abs(ours - theirs) < 1e-12;
  }
}
