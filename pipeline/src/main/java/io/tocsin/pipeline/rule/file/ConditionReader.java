package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.ExprParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what must be so for an alert: one of {@link #KINDS}. */
final class ConditionReader {

  /** Exactly one of these makes an alerting rule. */
  static final List<String> KINDS = List.of("expr", "anomaly", "absent", "report", "when");

  /** What a recording rule has not. */
  static final List<String> ALERT_KEYS =
      List.of(
          "clear",
          "for",
          "keep_firing_for",
          "on_no_data",
          "limit",
          "shadow",
          "annotations",
          "anomaly",
          "absent",
          "report",
          "when",
          "by");

  /** The words of the detectors. */
  static final Map<String, String> METHODS = methods();

  private static final double MOST_FALSE_ALARMS = 0.1;
  private static final double DEFAULT_FALSE_ALARMS = 1e-5;

  private final RuleDefaults defaults;
  private final ExprReader exprs;

  ConditionReader(RuleDefaults defaults, ExprReader exprs) {
    this.defaults = defaults;
    this.exprs = exprs;
  }

  private static Map<String, String> methods() {
    Map<String, String> methods = new TreeMap<>();
    List.of("auto", "novelty", "residual", "shift", "seasonal", "regime", "flatline")
        .forEach(word -> methods.put(word, word));
    return methods;
  }

  /** For suggestions when a rule is neither of the two kinds. */
  static void askForAll(ConfigMap map) {
    map.get("expr");
    map.get("labels");
    ALERT_KEYS.forEach(map::get);
  }

  Optional<Condition> read(ConfigMap map) {
    List<String> given = KINDS.stream().filter(map::has).toList();
    if (given.size() != 1) {
      String found = given.isEmpty() ? "none is there" : "there are " + String.join(", ", given);
      map.problem("an alert has exactly one of " + String.join(", ", KINDS) + "; " + found, null);
      askForAll(map);
      return Optional.empty();
    }
    String kind = given.get(0);
    if (!kind.equals("expr")) {
      map.refuse("clear", "goes with \"expr\" only");
    }
    if (!kind.equals("when")) {
      map.refuse("by", "goes with \"when\" only; an expression has it inside, as in sum by (site)");
    }
    return switch (kind) {
      case "expr" -> threshold(map);
      case "anomaly" -> anomaly(map.map("anomaly"));
      case "absent" -> absence(map);
      case "report" -> reports(map);
      default -> composite(map);
    };
  }

  private Optional<Condition> threshold(ConfigMap map) {
    Optional<Expr> expr = exprs.read(map.get("expr"));
    ConfigNode clearNode = map.get("clear");
    Optional<Expr> clear = exprs.read(clearNode);
    if (expr.isPresent() && clear.isPresent()) {
      Contradiction.find(expr.get(), clear.get()).ifPresent(clearNode::problem);
    }
    return expr.map(e -> new Condition.Threshold(e, clear));
  }

  private static Optional<Condition> anomaly(ConfigMap map) {
    ConfigNode metric = map.require("metric");
    Optional<Expr.Selector> series =
        metric
            .string()
            .flatMap(text -> ExprParser.parse(text).expr())
            .filter(Expr.Selector.class::isInstance)
            .map(Expr.Selector.class::cast)
            .filter(selector -> selector.offsetMillis() == 0);
    if (metric.present() && series.isEmpty()) {
      metric.problem("must be a metric, with labels if need be, such as temp_c{line=\"3\"}");
    }
    String method = map.choice("method", METHODS, "auto");
    double falseAlarms =
        map.get("false_alarms").rate(1e-12, MOST_FALSE_ALARMS).orElse(DEFAULT_FALSE_ALARMS);
    map.done();
    return series.map(s -> new Condition.Anomaly(s, method, falseAlarms));
  }

  private Optional<Condition> absence(ConfigMap rule) {
    rule.refuse("for", "does not go with \"absent\"; its \"after\" says how long");
    rule.refuse("on_no_data", "does not go with \"absent\", which is about no data");
    ConfigMap map = rule.map("absent");
    Optional<Duration> every = Positive.duration(map.get("expect_every"));
    ConfigNode afterNode = map.get("after");
    Duration after =
        Positive.duration(afterNode)
            .orElse(every.map(e -> e.multipliedBy(3)).orElse(Duration.ZERO));
    ConfigNode forgetNode = map.get("forget_after");
    Duration longer =
        after.compareTo(defaults.forgetAfter()) < 0
            ? defaults.forgetAfter()
            : after.multipliedBy(2);
    Duration forget = Positive.duration(forgetNode).orElse(longer);
    if (every.isPresent() && after.compareTo(every.get()) < 0) {
      afterNode.problem("is shorter than expect_every: every sensor would be silent all the time");
    }
    if (forget.compareTo(after) <= 0) {
      forgetNode.problem("must be longer than after: the alert would end before it begins");
    }
    map.done();
    return Optional.of(new Condition.Absence(every.orElse(after), after, forget));
  }

  private static Optional<Condition> reports(ConfigMap rule) {
    rule.refuse("for", "does not go with \"report\"; reports are moments: use count and within");
    rule.refuse("on_no_data", "does not go with \"report\": no reports is the usual state");
    ConfigMap map = rule.map("report");
    Optional<String> type = map.string("type");
    Severity severity = map.string("min_severity").isEmpty() ? Severity.INFO : severity(map);
    long count = map.integer("count", 1, 1_000_000, 1);
    ConfigNode withinNode = map.get("within");
    Duration within = withinNode.duration().orElse(Duration.ZERO);
    if (count > 1 && within.isZero()) {
      if (withinNode.present()) {
        withinNode.problem("must be more than 0");
      } else {
        map.problem("\"within\" is missing: in what time must " + count + " reports come?", null);
      }
    }
    if (type.isEmpty() && !map.has("min_severity")) {
      map.problem(
          "one of \"type\" and \"min_severity\" is needed, or every report would count", null);
    }
    map.done();
    return Optional.of(new Condition.Reports(type, severity, (int) count, within));
  }

  private static Severity severity(ConfigMap map) {
    ConfigNode node = map.get("min_severity");
    Optional<Severity> severity = node.string().flatMap(Severity::parse);
    if (severity.isEmpty()) {
      node.problem("must be a severity: " + Severity.acceptedWords());
    }
    return severity.orElse(Severity.INFO);
  }

  private static Optional<Condition> composite(ConfigMap rule) {
    for (String key : List.of("for", "keep_firing_for", "on_no_data")) {
      rule.refuse(key, "not yet with \"when\"; give it to the parts");
    }
    ConfigMap map = rule.map("when");
    List<Condition.Combination> combinations = new ArrayList<>();
    List<String> parts = List.of();
    for (Condition.Combination combination : Condition.Combination.values()) {
      String key = combination.name().toLowerCase(Locale.ROOT);
      if (map.has(key)) {
        combinations.add(combination);
        parts = map.strings(key, List.of());
      }
    }
    ConfigNode withinNode = map.get("within");
    Duration within = withinNode.duration().orElse(Duration.ZERO);
    List<String> by = rule.strings("by", List.of());
    map.done();
    if (combinations.size() != 1) {
      map.problem("exactly one of all, any, sequence is needed, with names of alerts", null);
      return Optional.empty();
    }
    Condition.Combination combination = combinations.get(0);
    CompositeChecks.check(map, rule.get("by"), combination, parts, within, by);
    return Optional.of(new Condition.Composite(combination, parts, within, by));
  }
}
