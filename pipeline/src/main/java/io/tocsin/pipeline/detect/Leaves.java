package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.LabelMatcher;
import io.tocsin.pipeline.window.Leaf;
import io.tocsin.pipeline.window.RangeFunction;
import io.tocsin.pipeline.window.SeriesSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The leaves of all expressions of one interval; equal ones are shared. */
final class Leaves {
  private final Map<String, Integer> index;
  private final List<Leaf> leaves;
  private final List<RecordedLeaf> recorded;
  private final @Nullable Records records;
  private final int plan;
  private final SourceFilter filter;

  /** Leaves of expressions that know no records. */
  Leaves() {
    this(null, 0);
  }

  /**
   * @param records what recording rules make
   * @param plan index of the plan of which all leaves are
   */
  Leaves(@Nullable Records records, int plan) {
    this.records = records;
    this.plan = plan;
    index = new LinkedHashMap<>();
    leaves = new ArrayList<>();
    recorded = new ArrayList<>();
    filter = SourceFilter.of(Optional.empty(), Set.of());
  }

  private Leaves(Leaves shared, SourceFilter filter) {
    records = shared.records;
    plan = shared.plan;
    index = shared.index;
    leaves = shared.leaves;
    recorded = shared.recorded;
    this.filter = filter;
  }

  /** The same leaves, as a group adds to them that sees some events only. */
  Leaves seenBy(SourceFilter group) {
    return new Leaves(this, group);
  }

  /** The leaves of which the record is made that the selector names; null if it names none. */
  @Nullable List<Integer> madeOf(Expr.Selector selector) throws NotYet {
    return records != null && records.has(selector) ? records.leavesOf(selector, plan) : null;
  }

  /** The record over many sensors that the selector names; null if it names none. */
  @Nullable GroupRecord overGroups(Expr.Selector selector) {
    return records == null ? null : records.overGroups(selector, plan);
  }

  /** Which events the group sees. */
  SourceFilter filter() {
    return filter;
  }

  /** The selector as this group means it. */
  Expr.Selector seen(Expr.Selector written) {
    return filter.of(written);
  }

  /** A leaf that a recording rule fills. */
  int addRecorded(Expr.Selector written) {
    Expr.Selector selector = filter.of(written);
    String name = "RECORDED(" + text(selector) + "[0ms])";
    return index.computeIfAbsent(
        name,
        key -> {
          leaves.add(
              new Leaf(key, series -> false, RangeFunction.INSTANT, Compiler.LOOKBACK, 0, 0));
          recorded.add(new RecordedLeaf(leaves.size() - 1, selector));
          return leaves.size() - 1;
        });
  }

  /** The leaves that recording rules fill. */
  List<RecordedLeaf> recorded() {
    return recorded;
  }

  int add(Expr.Selector written, RangeFunction function, long range, double param) {
    Expr.Selector selector = filter.of(written);
    String name =
        function
            + "("
            + text(selector)
            + "["
            + range
            + "ms]"
            + (param == 0 ? "" : ", " + param)
            + ")";
    return index.computeIfAbsent(
        name,
        key -> {
          leaves.add(
              new Leaf(key, selectorOf(selector), function, range, selector.offsetMillis(), param));
          return leaves.size() - 1;
        });
  }

  /** The selector and offset in a leaf's name. */
  static String seriesOf(Leaf leaf) {
    int begin = leaf.name().indexOf('(') + 1;
    return leaf.name().substring(begin, leaf.name().lastIndexOf('['));
  }

  private static String text(Expr.Selector selector) {
    return selector.name().orElse("")
        + selector.matchers()
        + (selector.offsetMillis() == 0 ? "" : " offset " + selector.offsetMillis());
  }

  List<Leaf> all() {
    return leaves;
  }

  /** Whether a series is one that the selector names. */
  static SeriesSelector selectorOf(Expr.Selector selector) {
    String metric = selector.name().orElse(null);
    List<LabelMatcher> matchers = selector.matchers();
    return series ->
        (metric == null || metric.equals(series.metric()))
            && matchers.stream().allMatch(m -> m.matches(valueOf(series, m.name())));
  }

  private static String valueOf(io.tocsin.pipeline.event.Series series, String label) {
    return switch (label) {
      case "__name__" -> series.metric();
      case "sensor" -> series.sensor().value();
      default -> series.labels().getOrEmpty(label);
    };
  }
}
