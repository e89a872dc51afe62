package io.tocsin.pipeline.promql.unittest;

import io.tocsin.pipeline.promql.Element;
import io.tocsin.pipeline.promql.EvaluationException;
import io.tocsin.pipeline.rule.Units;
import io.tocsin.pipeline.rule.file.Condition;
import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.Rule;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tests of a file in virtual time as promtool does: every rule of every group is evaluated
 * at each evaluation interval from 0, whatever its group's interval; an alert test sees the last
 * evaluation not after its time, and an expression sees the samples up to the last evaluation.
 *
 * <p>Two differences, both on purpose: values of expressions may differ by rounding, and NaN equals
 * NaN. Alerts whose condition is not an expression are run on the engine for streams, if there is
 * one; else a test that names one fails and says so.
 */
public final class UnitTestRunner {

  private final UnitTestFile file;
  private final RuleSet rules;
  private final @Nullable StreamAlerts streams;

  /** A runner of one file's tests on the rules of its rule files. */
  public UnitTestRunner(UnitTestFile file, RuleSet rules) {
    this(file, rules, null);
  }

  /**
   * The same with an engine for what is not an expression.
   *
   * @param streams null for none
   */
  public UnitTestRunner(UnitTestFile file, RuleSet rules, @Nullable StreamAlerts streams) {
    this.file = file;
    this.rules = rules;
    this.streams = streams;
  }

  /** Runs every test, in the order of the file. */
  public List<TestOutcome> run() {
    List<TestOutcome> outcomes = new ArrayList<>();
    int number = 0;
    for (UnitTestFile.Scenario scenario : file.scenarios()) {
      number++;
      String name = scenario.name().isEmpty() ? "test " + number : scenario.name();
      outcomes.addAll(run(scenario, file.name() + ": " + name));
    }
    return outcomes;
  }

  private List<TestOutcome> run(UnitTestFile.Scenario scenario, String suite) {
    VirtualRun run = new VirtualRun(scenario, ordered());
    StreamAlerts.Run stream = streams == null ? null : streams.begin(scenario);
    List<UnitTestFile.AlertTest> alerts = new ArrayList<>(scenario.alerts());
    alerts.sort(Comparator.comparing(UnitTestFile.AlertTest::at));
    List<TestOutcome> outcomes = new ArrayList<>();
    long interval = file.evaluationInterval().toMillis();
    long end = end(scenario);
    int next = 0;
    for (long now = 0; now <= end; now += interval) {
      for (String error : run.step(now)) {
        String name = "evaluation at " + written(Duration.ofMillis(now));
        outcomes.add(new TestOutcome(suite, name, Optional.of(error)));
      }
      while (next < alerts.size() && alerts.get(next).at().toMillis() < now + interval) {
        UnitTestFile.AlertTest test = alerts.get(next++);
        outcomes.add(
            isExpression(test.alert())
                ? check(run, test, suite)
                : check(scenario, stream, test, suite));
      }
    }
    scenario.exprs().forEach(test -> outcomes.add(check(run, test, suite)));
    return outcomes;
  }

  private static long end(UnitTestFile.Scenario scenario) {
    return Stream.concat(
            scenario.alerts().stream().map(UnitTestFile.AlertTest::at),
            scenario.exprs().stream().map(UnitTestFile.ExprTest::at))
        .mapToLong(Duration::toMillis)
        .max()
        .orElse(0);
  }

  private List<PlannedRule> ordered() {
    return rules.rules().stream()
        .sorted(Comparator.comparingInt(rule -> file.groupOrder().indexOf(rule.group().name())))
        .toList();
  }

  private TestOutcome check(VirtualRun run, UnitTestFile.AlertTest test, String suite) {
    String name = "alert " + test.alert() + " at " + written(test.at());
    List<String> expected = test.expected().stream().map(Shown::alert).sorted().toList();
    List<String> actual = run.firing(test.alert()).stream().map(Shown::alert).sorted().toList();
    return new TestOutcome(suite, name, Shown.difference(test.line(), expected, actual));
  }

  private static TestOutcome check(
      UnitTestFile.Scenario scenario,
      StreamAlerts.@Nullable Run stream,
      UnitTestFile.AlertTest test,
      String suite) {
    String name = "alert " + test.alert() + " at " + written(test.at());
    if (stream == null) {
      return new TestOutcome(
          suite, name, Optional.of("only alerts with \"expr\" can be tested here"));
    }
    for (UnitTestFile.InputSeries series : scenario.series()) {
      if (series.labels().get("sensor") == null) {
        String why = "the series " + series.labels() + " needs the label \"sensor\"";
        return new TestOutcome(suite, name, Optional.of(why));
      }
    }
    List<String> expected = test.expected().stream().map(Shown::alert).sorted().toList();
    List<String> actual =
        stream.firing(test.alert(), test.at().toMillis()).stream()
            .map(Shown::alert)
            .sorted()
            .toList();
    return new TestOutcome(suite, name, Shown.difference(test.line(), expected, actual));
  }

  private boolean isExpression(String alert) {
    return rules.rules().stream()
        .map(PlannedRule::rule)
        .noneMatch(
            rule ->
                rule instanceof Rule.Alerting alerting
                    && alerting.name().equals(alert)
                    && !(alerting.condition() instanceof Condition.Threshold));
  }

  private static TestOutcome check(VirtualRun run, UnitTestFile.ExprTest test, String suite) {
    String name = test.expr() + " at " + written(test.at());
    try {
      List<Element> actual = run.evaluate(test);
      return new TestOutcome(suite, name, Shown.samples(test, actual));
    } catch (EvaluationException e) {
      return new TestOutcome(suite, name, Optional.ofNullable(e.getMessage()));
    }
  }

  private static String written(Duration duration) {
    return Units.format(duration);
  }
}
