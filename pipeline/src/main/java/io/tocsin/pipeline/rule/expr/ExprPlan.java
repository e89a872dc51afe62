package io.tocsin.pipeline.rule.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an engine must know of an expression before it runs.
 *
 * @param selectors every selector, in the order written
 * @param metrics the names of the metrics that are read; a selector without a fixed name reads any
 * @param readsAnyMetric whether a selector has no fixed name
 * @param reachMillis how far back from a step samples matter: ranges and offsets, and the lookback
 *     of instant selectors
 * @param longestRangeMillis the longest range; 0: there is none
 * @param sensorLocal whether each sensor's elements come from that sensor's series alone, so that
 *     the shard that has the sensor can evaluate it; else partial results must meet
 */
public record ExprPlan(
    List<Expr.Selector> selectors,
    Set<String> metrics,
    boolean readsAnyMetric,
    long reachMillis,
    long longestRangeMillis,
    boolean sensorLocal) {

  /** How long an instant selector sees a series' last sample: 5 minutes, as in Prometheus. */
  public static final long LOOKBACK_MILLIS = 300_000;

  private static final String SENSOR = "sensor";

  /** The plan of an expression. */
  public static ExprPlan of(Expr expr) {
    List<Expr.Range> ranges = new ArrayList<>();
    List<Expr.Selector> instants = new ArrayList<>();
    List<Expr.Selector> all = new ArrayList<>();
    collect(expr, ranges, instants, all);
    Set<String> metrics = new TreeSet<>();
    all.forEach(selector -> selector.name().ifPresent(metrics::add));
    long longest = ranges.stream().mapToLong(Expr.Range::rangeMillis).max().orElse(0);
    long reach = 0;
    for (Expr.Range range : ranges) {
      reach = Math.max(reach, range.rangeMillis() + range.selector().offsetMillis());
    }
    for (Expr.Selector instant : instants) {
      reach = Math.max(reach, LOOKBACK_MILLIS + instant.offsetMillis());
    }
    boolean any = all.stream().anyMatch(selector -> selector.metric() == null);
    return new ExprPlan(
        List.copyOf(all), metrics, any, reach, longest, !all.isEmpty() && isLocal(expr));
  }

  private static void collect(
      Expr expr, List<Expr.Range> ranges, List<Expr.Selector> instants, List<Expr.Selector> all) {
    if (expr instanceof Expr.Range range) {
      ranges.add(range);
      all.add(range.selector());
    } else if (expr instanceof Expr.Selector selector) {
      instants.add(selector);
      all.add(selector);
    } else {
      expr.children().forEach(child -> collect(child, ranges, instants, all));
    }
  }

  /** Whether no part of the expression looks at elements of two sensors at once. */
  private static boolean isLocal(Expr expr) {
    boolean own = true;
    if (expr instanceof Expr.Aggregation aggregation) {
      own = aggregation.grouping().keeps(SENSOR);
    } else if (expr instanceof Expr.Binary binary) {
      Matching matching = binary.matching();
      own = matching == null || matching.compares(SENSOR);
    } else if (expr instanceof Expr.Call call) {
      own = isLocal(call);
    }
    return own && expr.children().stream().allMatch(ExprPlan::isLocal);
  }

  private static boolean isLocal(Expr.Call call) {
    return switch (call.function().family()) {
      case ABSENCE -> false;
      case SCALAR -> call.function() != Builtin.SCALAR_OF && call.function() != Builtin.VECTOR_OF;
      case LABEL -> !call.arguments().get(1).equals(new Expr.Text(SENSOR, Place.NONE));
      default -> true;
    };
  }
}
