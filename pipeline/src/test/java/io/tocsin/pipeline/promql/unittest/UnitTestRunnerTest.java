package io.tocsin.pipeline.promql.unittest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.promql.StaleMarker;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.file.RuleDefaults;
import io.tocsin.pipeline.rule.file.RuleFileReader;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTestRunnerTest {

  static String resource(String name) throws IOException {
    try (InputStream in = UnitTestRunnerTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  static List<TestOutcome> run(String rules, String tests) {
    Problems problems = new Problems();
    RuleFileReader reader = new RuleFileReader(Environment.EMPTY, RuleDefaults.STANDARD, problems);
    RuleSet set = RuleSet.of(List.of(reader.read("rules.yaml", rules)), problems);
    UnitTestFile file = UnitTestReader.read("tests.yaml", tests, problems);
    assertThat(problems.list()).isEmpty();
    return new UnitTestRunner(file, set).run();
  }

  @Test
  void passesWhatPromtoolPasses() throws IOException {
    List<TestOutcome> outcomes = run(resource("rules.yaml"), resource("tests.yaml"));
    assertThat(outcomes).hasSize(15).allMatch(TestOutcome::passed);
    assertThat(outcomes.get(0).suite()).isEqualTo("tests.yaml: temperatures");
    assertThat(outcomes.get(0).name()).isEqualTo("alert LineHot at 8m");
  }

  /** Each change of a test that promtool passes must make it fail. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "98.0 °C!~98.1 °C!",
        "severity: critical, how: very~severity: critical, how: quite",
        "eval_time: 8m\n    alertname: LineHot~eval_time: 7m\n    alertname: LineHot",
        "eval_time: 7m59s~eval_time: 8m",
        "value: 420~value: 421",
        "value: 84 }~value: 84.1 }",
        "110% of~111% of",
        "1 > bool scalar~2 > bool scalar",
        "80+2x10 100x5~80+1x10 100x5",
      })
  void noticesAChange(String change) throws IOException {
    String[] parts = change.split("~", 2);
    String tests = resource("tests.yaml");
    assertThat(tests).contains(parts[0]);
    assertThat(run(resource("rules.yaml"), tests.replace(parts[0], parts[1])))
        .anyMatch(outcome -> !outcome.passed());
  }

  @Test
  void showsWhatDiffers() {
    List<TestOutcome> outcomes =
        run(
            "groups: [{ name: g, rules: [{ alert: Up, expr: up == 1 }] }]",
            """
            tests:
            - input_series:
              - { series: 'up{s="1"}', values: "1 1" }
              - { series: 'up{s="2"}', values: "1 1" }
              alert_rule_test:
              - eval_time: 1m
                alertname: Up
                exp_alerts: [{ exp_labels: { s: "1" } }, { exp_labels: { s: "3" } }]
            """);
    assertThat(outcomes.get(0).failure())
        .contains(
            """
            line 6: - expected, + was
              - {alertname="Up", s="3"}
              + {alertname="Up", s="2"}
              (1 as expected)""");
  }

  @Test
  void clearHoldsAnAlert() {
    String rules = "groups: [{ name: g, rules: [{ alert: Hot, expr: t > 90, clear: t < 85 }] }]";
    for (int minute = 0; minute < 6; minute++) {
      boolean firing = minute >= 1 && minute <= 3;
      List<TestOutcome> outcomes =
          run(
              rules,
              "tests:\n- input_series: [{ series: t, values: '88 91 88 86 84 88' }]\n"
                  + "  alert_rule_test:\n  - { eval_time: "
                  + minute
                  + "m, alertname: Hot"
                  + (firing ? ", exp_alerts: [{}]" : "")
                  + " }\n");
      assertThat(outcomes).as("minute %s", minute).allMatch(TestOutcome::passed);
    }
  }

  @Test
  void theLimitShedsNewAlertsAndKeepsOldOnes() {
    List<TestOutcome> outcomes =
        run(
            "groups: [{ name: g, rules: [{ alert: Hot, expr: t > 1, limit: 1 }] }]",
            """
            tests:
            - input_series:
              - { series: 't{s="1"}', values: "5 5 0 5" }
              - { series: 't{s="2"}', values: "0 5 5 5" }
              alert_rule_test:
              - { eval_time: 1m, alertname: Hot, exp_alerts: [{ exp_labels: { s: "1" } }] }
              - { eval_time: 3m, alertname: Hot, exp_alerts: [{ exp_labels: { s: "2" } }] }
            """);
    assertThat(outcomes.get(0).passed()).isTrue();
    assertThat(outcomes).hasSize(2);
  }

  @Test
  void saysWhatCannotBeTestedYet() {
    List<TestOutcome> outcomes =
        run(
            "groups: [{ name: g, rules: [{ alert: S, absent: { expect_every: 30s } }] }]",
            "tests:\n- alert_rule_test: [{ eval_time: 1m, alertname: S }]\n");
    assertThat(outcomes.get(0).failure().orElseThrow()).contains("only alerts with \"expr\"");
  }

  @Test
  void readsTheSeriesNotation() {
    assertThat(SeriesNotation.expand("0+10x2 _ 1x1 _x2 -2-3x1 stale .5 +Inf 1e3").values())
        .isEqualTo(
            List.of(
                OptionalDouble.of(0),
                OptionalDouble.of(10),
                OptionalDouble.of(20),
                OptionalDouble.empty(),
                OptionalDouble.of(1),
                OptionalDouble.of(1),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(-2),
                OptionalDouble.of(-5),
                OptionalDouble.of(StaleMarker.VALUE),
                OptionalDouble.of(0.5),
                OptionalDouble.of(Double.POSITIVE_INFINITY),
                OptionalDouble.of(1000)));
    for (String bad : List.of("a", "1x", "1+x3", "_y", "1x99999999", "--1", "1+2x9999999")) {
      assertThat(SeriesNotation.expand(bad).unreadable()).as(bad).isPresent();
    }
  }

  @Test
  void tellsEveryProblemOfAFile() {
    Problems problems = new Problems();
    UnitTestReader.read(
        "t.yaml",
        """
        rule_file: [x]
        tests:
        - intervall: 1m
          input_series: [{ series: 'up{a=~"b"}', values: "1 2 three" }]
          promql_expr_test: [{ expr: summ(up), eval_time: soon }]
          external_labels: { a: b }
        """,
        problems);
    assertThat(problems.list())
        .extracting(p -> p.line() + ":" + p.column())
        .containsExactlyInAnyOrder("1:1", "3:3", "4:28", "4:50", "5:30", "5:51", "6:3");
  }
}
