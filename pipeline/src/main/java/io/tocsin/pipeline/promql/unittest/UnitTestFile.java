package io.tocsin.pipeline.promql.unittest;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.rule.expr.Expr;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A file of tests.
 *
 * @param ruleFiles the rule files' names or patterns, relative to this file
 * @param evaluationInterval how often the rules are evaluated
 * @param groupOrder names of groups in the order they are evaluated; others come first
 */
public record UnitTestFile(
    String name,
    List<String> ruleFiles,
    Duration evaluationInterval,
    List<String> groupOrder,
    List<Scenario> scenarios) {

  /** Copies the lists. */
  public UnitTestFile {
    ruleFiles = List.copyOf(ruleFiles);
    groupOrder = List.copyOf(groupOrder);
    scenarios = List.copyOf(scenarios);
  }

  /**
   * Series and what is expected of them.
   *
   * @param name may be empty
   * @param interval between two values of a series
   * @param reports ours, in the order of their times
   */
  public record Scenario(
      String name,
      Duration interval,
      List<InputSeries> series,
      List<InputReport> reports,
      List<AlertTest> alerts,
      List<ExprTest> exprs) {
    /** Copies the lists. */
    public Scenario {
      series = List.copyOf(series);
      reports = List.copyOf(reports);
      alerts = List.copyOf(alerts);
      exprs = List.copyOf(exprs);
    }
  }

  /** A series; a step without a value has no sample. */
  public record InputSeries(Labels labels, List<OptionalDouble> values) {}

  /**
   * A report.
   *
   * @param at since the scenario's start
   * @param component may be empty: the sensor itself
   */
  public record InputReport(
      Duration at,
      String sensor,
      String component,
      String type,
      Severity severity,
      Labels labels) {}

  /** Which alerts of a name fire at a time. */
  public record AlertTest(Duration at, String alert, List<ExpectedAlert> expected, int line) {}

  /**
   * One firing alert.
   *
   * @param labels with {@code alertname}
   */
  public record ExpectedAlert(Labels labels, Map<String, String> annotations) {}

  /** What an expression is at a time. */
  public record ExprTest(Duration at, Expr expr, List<ExpectedSample> expected, int line) {}

  /** One element of a vector. */
  public record ExpectedSample(Labels labels, double value) {}
}
