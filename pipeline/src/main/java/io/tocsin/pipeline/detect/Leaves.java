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

/** The leaves of all expressions of one interval; equal ones are shared. */
final class Leaves {
  private final Map<String, Integer> index = new LinkedHashMap<>();
  private final List<Leaf> leaves = new ArrayList<>();

  int add(Expr.Selector selector, RangeFunction function, long range, double param) {
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
