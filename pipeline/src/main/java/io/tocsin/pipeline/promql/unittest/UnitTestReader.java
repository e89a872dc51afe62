package io.tocsin.pipeline.promql.unittest;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.promql.SampleStore;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.rule.ConfigReader;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.ExprParser;
import io.tocsin.pipeline.rule.expr.LabelMatcher;
import io.tocsin.pipeline.rule.expr.ParsedExpr;
import io.tocsin.pipeline.rule.expr.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a file of tests as promtool does. Tells every problem at once, throws none. */
public final class UnitTestReader {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private UnitTestReader() {}

  /** Reads {@code text} as the file called {@code file}. */
  public static UnitTestFile read(String file, String text, Problems problems) {
    ConfigMap root = ConfigReader.read(file, text, Environment.EMPTY, problems);
    List<String> ruleFiles = root.strings("rule_files", List.of());
    Duration interval = positive(root.get("evaluation_interval"));
    List<String> order = root.strings("group_eval_order", List.of());
    List<UnitTestFile.Scenario> scenarios = new ArrayList<>();
    for (ConfigMap map : root.maps("tests")) {
      scenarios.add(scenario(map));
    }
    root.done();
    return new UnitTestFile(file, ruleFiles, interval, order, scenarios);
  }

  private static Duration positive(ConfigNode node) {
    Duration duration = node.duration().orElse(MINUTE);
    if (duration.isZero()) {
      node.problem("must be more than 0");
      return MINUTE;
    }
    return duration;
  }

  private static UnitTestFile.Scenario scenario(ConfigMap map) {
    String name = map.string("name", "");
    Duration interval = positive(map.get("interval"));
    List<UnitTestFile.InputSeries> series = new ArrayList<>();
    for (ConfigMap input : map.maps("input_series")) {
      input(input).ifPresent(series::add);
    }
    List<UnitTestFile.InputReport> reports = new ArrayList<>();
    for (ConfigMap report : map.maps("input_reports")) {
      reports.add(report(report));
    }
    reports.sort(Comparator.comparing(UnitTestFile.InputReport::at));
    List<UnitTestFile.AlertTest> alerts = new ArrayList<>();
    for (ConfigMap test : map.maps("alert_rule_test")) {
      alerts.add(alertTest(test));
    }
    List<UnitTestFile.ExprTest> exprs = new ArrayList<>();
    for (ConfigMap test : map.maps("promql_expr_test")) {
      exprTest(test).ifPresent(exprs::add);
    }
    map.refuse("external_labels", "not yet: alerts have no external labels");
    map.refuse("external_url", "not yet: alerts have no external address");
    map.done();
    return new UnitTestFile.Scenario(name, interval, series, reports, alerts, exprs);
  }

  private static Optional<UnitTestFile.InputSeries> input(ConfigMap map) {
    ConfigNode name = map.require("series");
    Optional<Labels> labels = name.string().flatMap(UnitTestReader::labels);
    if (name.present() && labels.isEmpty()) {
      name.problem("must be one series, such as up{job=\"x\"}");
    }
    ConfigNode values = map.require("values");
    SeriesNotation.Expanded expanded = SeriesNotation.expand(values.string().orElse(""));
    expanded
        .unreadable()
        .ifPresent(
            word ->
                values.problem(
                    "cannot read \"" + word + "\"; accepted are 1, _, stale, 1x4, 0+10x5, _x3"));
    map.done();
    return labels.map(l -> new UnitTestFile.InputSeries(l, expanded.values()));
  }

  /** Ours: a report that comes at a time. */
  private static UnitTestFile.InputReport report(ConfigMap map) {
    Duration at = map.require("at").duration().orElse(Duration.ZERO);
    ConfigNode node = map.get("severity");
    Optional<Severity> severity = Severity.parse(node.string().orElse("MEDIUM"));
    if (severity.isEmpty()) {
      node.problem("must be a severity: " + Severity.acceptedWords());
    }
    UnitTestFile.InputReport report =
        new UnitTestFile.InputReport(
            at,
            map.require("sensor").string().orElse("-"),
            map.string("component", ""),
            map.require("type").string().orElse("-"),
            severity.orElse(Severity.MEDIUM),
            Labels.of(map.stringMap("labels")));
    map.done();
    return report;
  }

  private static UnitTestFile.AlertTest alertTest(ConfigMap map) {
    Duration at = map.require("eval_time").duration().orElse(Duration.ZERO);
    String alert = map.require("alertname").string().orElse("");
    List<UnitTestFile.ExpectedAlert> expected = new ArrayList<>();
    for (ConfigMap alertMap : map.maps("exp_alerts")) {
      Map<String, String> labels = alertMap.stringMap("exp_labels");
      Map<String, String> annotations = alertMap.stringMap("exp_annotations");
      expected.add(
          new UnitTestFile.ExpectedAlert(Labels.of(labels).with("alertname", alert), annotations));
      alertMap.done();
    }
    map.done();
    return new UnitTestFile.AlertTest(at, alert, List.copyOf(expected), map.line());
  }

  private static Optional<UnitTestFile.ExprTest> exprTest(ConfigMap map) {
    Duration at = map.require("eval_time").duration().orElse(Duration.ZERO);
    ConfigNode node = map.require("expr");
    Optional<Expr> expr = node.string().flatMap(text -> expr(node, text));
    List<UnitTestFile.ExpectedSample> expected = new ArrayList<>();
    for (ConfigMap sample : map.maps("exp_samples")) {
      ConfigNode name = sample.get("labels");
      Optional<Labels> labels = labels(name.string().orElse("{}"));
      if (labels.isEmpty()) {
        name.problem("must be one series, such as up{job=\"x\"} or {}");
      }
      expected.add(
          new UnitTestFile.ExpectedSample(
              labels.orElse(Labels.NONE), value(sample.require("value"))));
      sample.done();
    }
    map.done();
    return expr.map(e -> new UnitTestFile.ExprTest(at, e, List.copyOf(expected), map.line()));
  }

  private static Optional<Expr> expr(ConfigNode node, String text) {
    ParsedExpr parsed = ExprParser.parse(text);
    parsed.problems().forEach(p -> node.problemAt(p.offset(), p.message(), p.suggestion()));
    if (parsed.expr().isPresent()) {
      ValueType type = parsed.orThrow().type();
      if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
        node.problem("must be a scalar or instant vector, not a " + type.words());
        return Optional.empty();
      }
    }
    return parsed.expr();
  }

  private static double value(ConfigNode node) {
    Optional<String> text = node.string();
    if (text.isEmpty()) {
      return 0;
    }
    SeriesNotation.Expanded value =
        SeriesNotation.expand(text.get().replaceFirst("^([+-]?)\\.(inf|Inf|nan|NaN)$", "$1$2"));
    if (value.unreadable().isPresent()
        || value.values().size() != 1
        || value.values().get(0).isEmpty()) {
      node.problem("must be a number");
      return 0;
    }
    return value.values().get(0).getAsDouble();
  }

  private static Optional<Labels> labels(String text) {
    if (text.strip().equals("{}") || text.isBlank()) {
      return Optional.of(Labels.NONE);
    }
    return ExprParser.parseSeries(text)
        .map(
            selector -> {
              Map<String, String> labels = new LinkedHashMap<>();
              selector.name().ifPresent(name -> labels.put(SampleStore.NAME, name));
              for (LabelMatcher matcher : selector.matchers()) {
                labels.put(matcher.name(), matcher.value());
              }
              return Labels.of(labels);
            });
  }
}
