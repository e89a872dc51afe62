package io.tocsin.pipeline.rule.expr;

import java.util.Map;
import java.util.Optional;

/** What Prometheus knows and this language does not: the reason, and what to write instead. */
final class Refused {

  static final String SUBQUERY =
      "subqueries are not supported: each step would evaluate the inner expression anew over its"
          + " past; give the inner expression a recording rule and take the range over its record";

  static final String AT_MODIFIER =
      "the @ modifier is not supported: a stream has no fixed past or future to look at; \"offset\""
          + " looks back a fixed time";

  private static final String NATIVE =
      "needs native histograms, which are not supported; classic buckets work with"
          + " histogram_quantile";

  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("histogram_avg", NATIVE),
          Map.entry("histogram_count", NATIVE),
          Map.entry("histogram_fraction", NATIVE),
          Map.entry("histogram_stddev", NATIVE),
          Map.entry("histogram_stdvar", NATIVE),
          Map.entry("histogram_sum", NATIVE),
          Map.entry(
              "double_exponential_smoothing", "is the later name of holt_winters; write that"),
          Map.entry("info", "is not supported: join with * on (...) group_left (...)"),
          Map.entry("limitk", "is not supported: topk keeps a fixed number of elements"),
          Map.entry("limit_ratio", "is not supported: it keeps elements by chance"),
          Map.entry(
              "mad_over_time", "is not supported: quantile_over_time is as robust to outliers"),
          Map.entry("sort_by_label", "is not supported: alerts have no order"),
          Map.entry("sort_by_label_desc", "is not supported: alerts have no order"));

  private Refused() {}

  static Optional<String> function(String word) {
    return Optional.ofNullable(FUNCTIONS.get(word)).map(reason -> word + " " + reason);
  }
}
