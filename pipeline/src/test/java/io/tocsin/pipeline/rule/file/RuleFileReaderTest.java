package io.tocsin.pipeline.rule.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problem;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileReaderTest {

  private final Problems problems = new Problems();

  private RuleFile read(String text) {
    return new RuleFileReader(Environment.EMPTY, RuleDefaults.STANDARD, problems)
        .read("rules.yaml", text);
  }

  private RuleSet set(String text) {
    return RuleSet.of(List.of(read(text)), problems);
  }

  private List<String> told() {
    return problems.list().stream().map(Problem::toString).toList();
  }

  static String everyKey() {
    try (InputStream in = RuleFileReaderTest.class.getResourceAsStream("every-key.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Rule.Alerting alert(RuleSet set, String name) {
    return (Rule.Alerting) set.rule("freezers/" + name).orElseThrow().rule();
  }

  @Test
  void readsEveryKey() {
    RuleSet set = set(everyKey());
    assertThat(told())
        .containsExactly(
            "rules.yaml:57:1: slos: not yet: service level objectives come later; write their"
                + " alerts as rules");
    assertThat(set.rules()).hasSize(14);
    RuleGroup group = set.rules().get(0).group();
    assertThat(group.source()).contains("store");
    assertThat(group.interval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(group.late()).isEqualTo(LatePolicy.SIDE);
    assertThat(group.keepFor()).contains(Duration.ofHours(2));
    assertThat(set.rule("doors/DoorOpen").orElseThrow().limit()).isEqualTo(3);
    assertThat(set.rule("doors/DoorUnknown").orElseThrow().limit()).isEqualTo(500);
    assertThat(group.labels()).isEqualTo(Labels.of("crew", "cold"));
    assertThat(set.rules().get(0).rule())
        .isInstanceOfSatisfying(
            Rule.Recording.class,
            record -> {
              assertThat(record.name()).isEqualTo("hall:door_open:share");
              assertThat(record.labels()).isEqualTo(Labels.of("unit", "ratio"));
            });
    assertThat(set.anyAlertMayCarry("crew")).isTrue();
  }

  @Test
  void readsEveryKeyOfAThreshold() {
    RuleSet set = set(everyKey());
    Rule.Alerting warm = alert(set, "FreezerWarm");
    assertThat(warm.hold()).isEqualTo(Duration.ofMinutes(3));
    assertThat(warm.keepFiring()).isEqualTo(Duration.ofMinutes(4));
    assertThat(warm.onNoData()).isEqualTo(Duration.ofMinutes(6));
    assertThat(warm.limit()).isEqualTo(40);
    assertThat(((Condition.Threshold) warm.condition()).clear().orElseThrow())
        .hasToString("avg_over_time(freezer_c[2m]) < -20");
    assertThat(warm.labels()).containsOnlyKeys("severity");
    assertThat(warm.annotations()).containsOnlyKeys("summary", "runbook_url");
    assertThat(warm.shadow()).isFalse();
    assertThat(alert(set, "CompressorSlow").shadow()).isTrue();
  }

  @Test
  void readsEveryKeyOfTheOtherKinds() {
    RuleSet set = set(everyKey());
    assertThat(alert(set, "CompressorOdd").condition())
        .isInstanceOfSatisfying(
            Condition.Anomaly.class,
            anomaly -> {
              assertThat(anomaly.series()).hasToString("current_a{phase=\"1\"}");
              assertThat(anomaly.method()).isEqualTo("shift");
              assertThat(anomaly.falseAlarms()).isEqualTo(2e-5);
            });
    assertThat(alert(set, "FreezerMute").condition())
        .isEqualTo(
            new Condition.Absence(
                Duration.ofSeconds(20), Duration.ofSeconds(90), Duration.ofHours(12)));
    assertThat(alert(set, "DoorJammed").condition())
        .isEqualTo(
            new Condition.Reports(
                Optional.of("DoorJam"), Severity.MEDIUM, 2, Duration.ofMinutes(10)));
    assertThat(alert(set, "FreezerFails").condition())
        .isEqualTo(
            new Condition.Composite(
                Condition.Combination.ALL,
                List.of("FreezerWarm", "CompressorOdd"),
                Duration.ofMinutes(7),
                List.of("hall", "sensor")));
    assertThat(alert(set, "AnyTrouble").condition())
        .isEqualTo(
            new Condition.Composite(
                Condition.Combination.ANY,
                List.of("DoorJammed", "FreezerBurst"),
                Duration.ZERO,
                List.of("hall")));
    assertThat(alert(set, "IceThenHeat").condition())
        .isEqualTo(
            new Condition.Composite(
                Condition.Combination.SEQUENCE,
                List.of("CompressorOdd", "FreezerWarm"),
                Duration.ofMinutes(8),
                List.of("hall")));
  }

  /** One rule, and the beginning of the first problem after the file's name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          { alert: A, expr: "avg_over_tmie(t[5m]) > 1" } | 4:24: groups[0].rules[0].expr: in the expression: unknown function "avg_over_tmie"; did you mean "avg_over_time"?
          { alert: A, exprr: t > 1 }                   | 4:5: groups[0].rules[0]: an alert has exactly one of expr, anomaly, absent, report, when; none is there
          { alert: A, expr: t > 1, fro: 5m }           | 4:30: groups[0].rules[0].fro: unknown key "fro"; known here: alert, record, expr
          { alert: A, expr: t > 1, for: 5 minutes }    | 4:35: groups[0].rules[0].for: "5 minutes": must be a duration
          { alert: A, record: b, expr: t }             | 4:5: groups[0].rules[0]: a rule has either "alert" or "record", not both
          { expr: t }                                  | 4:5: groups[0].rules[0]: a rule has either "alert" or "record" with its name
          { record: b, expr: t, for: 5m }              | 4:27: groups[0].rules[0].for: goes with "alert" only
          { record: b c, expr: t }                     | 4:15: groups[0].rules[0].record: "b c": must be a metric's name
          { alert: A, expr: "t[5m]" }                  | 4:24: groups[0].rules[0].expr: a rule's expression must be a scalar or instant vector, not a range vector
          { alert: A, expr: "rate(t[30s]) > 1" }       | 4:29: groups[0].rules[0].expr: the range 30s is shorter than the group's interval 1m
          { alert: A, expr: t offset -5m > 1 }         | 4:23: groups[0].rules[0].expr: a negative offset looks into the future
          { alert: A, expr: t > 90, clear: t < 95 }    | 4:38: groups[0].rules[0].clear: "t < 95": contradicts expr: both are true at 92.5
          { alert: A, expr: t > 90, clear: t > 80 }    | 4:38: groups[0].rules[0].clear: "t > 80": contradicts expr
          { alert: A, expr: 90 < t, clear: t >= 90 }   | 4:38: groups[0].rules[0].clear: "t >= 90": contradicts expr
          { alert: A, expr: t > 1, absent: {} }        | 4:5: groups[0].rules[0]: an alert has exactly one of expr, anomaly, absent, report, when; there are expr, absent
          { alert: A, absent: { expect_every: 30s, after: 10s } } | 4:53: groups[0].rules[0].absent.after: "10s": is shorter than expect_every
          { alert: A, absent: { expect_every: 30s, after: 2m, forget_after: 1m } } | 4:71: groups[0].rules[0].absent.forget_after: "1m": must be longer than after
          { alert: A, report: { type: X }, for: 5m }   | 4:38: groups[0].rules[0].for: does not go with "report"
          { alert: A, report: { type: X, count: 3 } }  | 4:17: groups[0].rules[0].report: "within" is missing
          { alert: A, report: { min_severity: HIHG } } | 4:41: groups[0].rules[0].report.min_severity: "HIHG": must be a severity
          { alert: A, anomaly: { metric: "rate(t[5m])" } } | 4:36: groups[0].rules[0].anomaly.metric: "rate(t[5m])": must be a metric
          { alert: A, anomaly: { metric: t, method: shfit } } | 4:47: groups[0].rules[0].anomaly.method: "shfit": must be one of auto, flatline, novelty, regime, residual, seasonal, shift; did you mean "shift"?
          { alert: A, anomaly: { metric: t, false_alarms: 2 } } | 4:53: groups[0].rules[0].anomaly.false_alarms: "2": must be a rate such as 1/100000
          { alert: A, when: { all: [B], within: 5m } } | 4:17: groups[0].rules[0].when: needs at least two parts
          { alert: A, when: { all: [B, C], within: 5m } } | 4:5: groups[0].rules[0]: there is no alert called "B"
          { alert: A, when: { any: [A] } }             | 4:5: groups[0].rules[0]: the part "A" must be an alert that is not a composite itself
          { alert: A, when: { all: [B, C] } }          | 4:5: groups[0].rules[0]: there is no alert called "B"
          { alert: A, expr: t > 1, by: [site] }        | 4:30: groups[0].rules[0].by: goes with "when" only
          { alert: A, expr: t > 1, labels: { "a-b": x } } | 4:47: groups[0].rules[0].labels.a-b: "x": "a-b" is not a name
          { alert: A, expr: t > 1, labels: { alertname: x } } | 4:51: groups[0].rules[0].labels.alertname: "x": the label alertname is the rule's own name
          { alert: A, expr: t > 1, annotations: { s: "x {{ $lables.y }}" } } | 4:54: groups[0].rules[0].annotations.s: unknown variable $lables
          { record: a, expr: a + 1 }                   | 4:5: groups[0].rules[0]: the record "a" is made from itself
          """)
  void tellsWhatIsWrongWithARule(String rule, String expected) {
    set("groups:\n- name: g\n  rules:\n  - " + rule + "\n");
    assertThat(told()).isNotEmpty();
    assertThat(told()).anySatisfy(line -> assertThat(line).startsWith("rules.yaml:" + expected));
  }

  @Test
  void tellsEverythingAtOnce() {
    set(
        """
        groups:
        - name: a
          intervall: 15s
          query_offset: 1m
          rules:
          - alert: X
            expr: |
              sum by (site) (t)
                > bool
            labels: { severity: high, severity: low }
          - alert: Hot
            expr: sum by (site) (t) > 1
          - alert: Z
            when: { all: [Hot, Hott], within: 1m }
            by: [line]
          - alert: Hot
            expr: t > 2
        - name: a
        """);
    assertThat(told())
        .extracting(line -> line.replaceAll("^rules.yaml:(\\d+):.*", "$1"))
        .containsExactly("3", "4", "9", "10", "13", "16", "18");
    assertThat(problems.toString())
        .contains("unknown key \"intervall\"; known here: name, interval")
        .contains("did you mean \"interval\"?")
        .contains("rules are evaluated when the events of their window have come")
        .contains("there is no alert called \"Hott\"; did you mean \"Hot\"?")
        .contains("\"Hot\" with the same labels is already in rules.yaml:11")
        .contains("the group \"a\" is already in rules.yaml:2");
  }

  @Test
  void aPartThatCannotCarryALabelIsTold() {
    set(
        """
        groups:
        - name: a
          rules:
          - { alert: Y, expr: sum by (site) (t) > 1 }
          - { alert: X, expr: t > 1 }
          - { alert: Z, when: { all: [X, Y], within: 1m }, by: [site, line] }
        """);
    assertThat(told()).hasSize(1);
    assertThat(told().get(0))
        .contains("the alert \"Y\" cannot carry the label \"line\" that \"by\" names");
  }

  @Test
  void aPartThatIsOnlyTriedIsTold() {
    set(
        """
        groups:
        - name: a
          rules:
          - { alert: Y, expr: t > 2, shadow: true }
          - { alert: X, expr: t > 1 }
          - { alert: Z, when: { all: [X, Y], within: 1m } }
        """);
    assertThat(told()).hasSize(1);
    assertThat(told().get(0)).contains("the part \"Y\" is only being tried (shadow: true)");
  }

  @Test
  void inhibitionCanAskWhichLabelsExist() {
    RuleSet set =
        set(
            """
            groups:
            - name: a
              labels: { team: ot }
              rules:
              - { alert: Y, expr: sum by (site) (t) > 1, labels: { severity: page } }
              - { alert: Z, expr: 'count without (line) (t{zone=""}) > 1' }
            """);
    assertThat(told()).isEmpty();
    assertThat(set.anyAlertMayCarry("site")).isTrue();
    assertThat(set.anyAlertMayCarry("severity")).isTrue();
    assertThat(set.anyAlertMayCarry("team")).isTrue();
    assertThat(set.anyAlertMayCarry("line")).isFalse();
    assertThat(set.anyAlertMayCarry("zone")).isFalse();
    assertThat(set.labelsSet()).containsExactly("alertname", "severity", "team");
  }

  @Test
  void sharedNamesAreKnownByTheirLabels() {
    RuleSet set =
        set(
            """
            groups:
            - name: a
              rules:
              - { alert: Y, expr: t > 2, labels: { severity: page } }
              - { alert: Y, expr: t > 1, labels: { severity: warning } }
              - { alert: Z, expr: t > 1 }
            """);
    assertThat(told()).isEmpty();
    assertThat(set.rules())
        .extracting(PlannedRule::id)
        .containsExactly("a/Y{severity=page}", "a/Y{severity=warning}", "a/Z");
  }

  @Test
  void aRuleThatOnlyMovedIsTheSame() {
    String rules = "groups:\n- name: g\n  rules:\n  - { alert: A, expr: t > 1 }\n";
    assertThat(read(rules).groups()).isEqualTo(read("# moved\n\n" + rules).groups());
    assertThat(read(rules).groups()).isNotEqualTo(read(rules.replace("> 1", "> 2")).groups());
  }
}
