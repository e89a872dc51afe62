package io.tocsin.pipeline.detect;

import static io.tocsin.pipeline.detect.DetectShard.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.detect.RulePlan.Change;
import io.tocsin.pipeline.detect.RulePlan.Fate;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.file.RuleDefaults;
import io.tocsin.pipeline.rule.file.RuleFileReader;
import io.tocsin.pipeline.rule.file.RuleSet;
import io.tocsin.pipeline.window.WindowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that change while their shard works, or over a restart. */
class RuleChangeTest {
  private static final String HEAD = "groups: [{ name: g, interval: 15s, rules: [";
  private static final String OTHERS =
      """
      { alert: Mean, expr: 'avg_over_time(t[5m]) > 52', for: 30s, labels: { severity: info } },
      { alert: Wide, expr: 'stddev_over_time(t[10m]) > 6' },
      { alert: Rate, expr: 'rate(c[2m]) > 1.4', keep_firing_for: 1m },
      { alert: Now, expr: 't > 70' },
      { alert: Odd, anomaly: { metric: t } }
      """;
  private static final String CHANGED = ", { alert: X, expr: 'avg_over_time(t[5m]) > 50' }";
  private static final String TAIL = "] }]";

  private static String rules(String last) {
    return HEAD + OTHERS + last + TAIL;
  }

  private static List<Input> input(int from, int to) {
    Random random = new Random(11);
    List<Input> all = new ArrayList<>();
    double counter = 0;
    for (int i = 0; i < to; i++) {
      for (String sensor : List.of("a", "b", "c")) {
        double t = 50 + 4 * random.nextGaussian() + (i / 60 % 5 == 3 ? 9 : 0);
        counter += random.nextInt(30);
        boolean late = random.nextInt(40) == 0;
        double at = i * 5 - (late ? 200 : random.nextInt(8));
        if (i >= from && at > 0) {
          all.add(reading(sensor, "t", at, t, i * 5));
          all.add(reading(sensor, "c", at, counter, i * 5));
        }
      }
    }
    return all;
  }

  /** What the other rules told, when the last rule changes after some time. */
  private static List<Alert> told(String before, String after, boolean live) {
    DetectShard shard =
        DetectShard.of(WindowSettings.DEFAULTS, DetectSettings.DEFAULTS.finite(), rules(before));
    shard.take(input(0, 400));
    if (live) {
      shard.change(rules(after));
    } else {
      shard.restart(rules(after));
    }
    shard.take(input(400, 800)).end();
    return shard.alerts();
  }

  private static List<String> others(List<Alert> alerts) {
    return alerts.stream().filter(a -> !a.name().equals("X")).map(Alert::toString).toList();
  }

  private static List<String> all(List<Alert> alerts) {
    return alerts.stream().map(Alert::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", { alert: X, expr: 'avg_over_time(t[5m]) > 49' }",
        ", { alert: X, expr: 'max_over_time(t[7m]) > 60' }",
        ", { alert: X, expr: 'changes(t[1m]) > 3' }",
        ", { alert: X, expr: 'quantile_over_time(0.9, t[50s]) > 55' }",
        ", { alert: X, expr: 't offset 10s > 60' }",
        ", { alert: X, anomaly: { metric: t } }",
      })
  void otherRulesTellWhatTheyWouldHaveToldWithoutTheChange(String after) {
    List<String> without = others(told(CHANGED, CHANGED, true));

    assertThat(without).hasSizeGreaterThan(25);
    assertThat(others(told(CHANGED, after, true))).isEqualTo(without);
    assertThat(others(told(CHANGED, after, false))).isEqualTo(without);
    assertThat(all(told(CHANGED, after, true))).isEqualTo(all(told(CHANGED, after, false)));
  }

  @Test
  void aRuleWhoseStateIsKeptGoesOnAtOnce() {
    String half = ", { alert: X, expr: 'avg_over_time(t[5m]) > 49' }";
    assertThat(fate(CHANGED, half)).isEqualTo(new Change("g/X", Fate.KEPT, 0, ""));

    DetectShard shard = DetectShard.live(HEAD + CHANGED.substring(1) + TAIL);
    for (int i = 0; i <= 60; i++) {
      shard.take(reading("a", "t", i * 5, 49.5));
    }
    shard.change(HEAD + half.substring(1) + TAIL);
    shard.take(reading("a", "t", 305, 45), reading("a", "t", 330, 45));

    // The mean of 5 min is above 49 only with what came before the change.
    assertThat(shard.timeline()).first().asString().startsWith("X a FIRING condition 3");
    assertThat(shard.alerts().get(0).ruleVersion()).isEqualTo(2);
  }

  @Test
  void aRuleWhoseStateIsRebuiltBeginsEmpty() {
    String most = ", { alert: X, expr: 'max_over_time(t[4m]) > 60' }";
    assertThat(fate(CHANGED, most))
        .isEqualTo(new Change("g/X", Fate.REBUILT, 240_000, "its alerts go on meanwhile"));

    DetectShard shard = DetectShard.live(HEAD + CHANGED.substring(1) + TAIL);
    shard.take(reading("a", "t", 100, 99), reading("a", "t", 105, 1), reading("a", "t", 109, 1));
    shard.change(HEAD + most.substring(1) + TAIL);
    shard.take(reading("a", "t", 150, 1), reading("a", "t", 200, 1));

    assertThat(shard.timeline())
        .as("the highest value came before the change")
        .noneMatch(line -> line.contains("FIRING") && !line.endsWith(" 105"));
  }

  @Test
  void aLongerWindowFillsUp() {
    String longer = ", { alert: X, expr: 'avg_over_time(t[20m]) > 50' }";
    assertThat(fate(CHANGED, longer).warmAfter()).isEqualTo(15 * 60_000L);
  }

  @Test
  void whatIsNewLostOrTheSameIsSaid() {
    assertThat(fate("", CHANGED).fate()).isEqualTo(Fate.NEW);
    assertThat(fate("", ", { alert: X, expr: 'min_over_time(t[1m]) > 50' }").warmAfter())
        .isEqualTo(60_000);
    assertThat(fate(CHANGED, CHANGED).fate()).isEqualTo(Fate.UNCHANGED);
    assertThat(fate(CHANGED, "").fate()).isEqualTo(Fate.LOST);
    assertThat(fate(CHANGED, ", { alert: X, anomaly: { metric: t } }").fate())
        .isEqualTo(Fate.REBUILT);
  }

  @Test
  void aRemovedRuleResolvesItsAlerts() {
    String hot = ", { alert: X, expr: 't > 90' }";
    DetectShard shard = DetectShard.live(rules(hot));
    shard.take(reading("a", "t", 100, 99));
    shard.change(rules("")).take(reading("a", "u", 101, 1));

    assertThat(shard.timeline())
        .contains("X a FIRING condition 100")
        .anyMatch(line -> line.startsWith("X a RESOLVED rule_removed"));
  }

  @Test
  void rulesThatCannotBeUsedAreToldOnceAndNoLongerWhenMended() {
    DetectShard shard = DetectShard.live(rules(""));
    shard.refused("rules.yaml:3: nonsense").take(reading("a", "t", 100, 1));
    shard.take(reading("a", "t", 101, 1)).restart();
    shard.refused("rules.yaml:3: nonsense").take(reading("a", "t", 102, 1));
    shard.refused(null).take(reading("a", "t", 103, 1));

    assertThat(shard.alerts()).extracting(Alert::name).containsOnly("RulesRefused");
    assertThat(shard.alerts())
        .extracting(alert -> alert.status().name())
        .containsExactly("FIRING", "RESOLVED");
    assertThat(shard.alerts().get(0).explanation()).contains("rules.yaml:3: nonsense");
  }

  private static Change fate(String before, String after) {
    RuleSet old = set(rules(before));
    RuleSet next = set(rules(after));
    List<Change> changes =
        RulePlan.between(old, compiled(old), next, compiled(next)).stream()
            .filter(change -> change.rule().equals("g/X"))
            .toList();
    assertThat(
            RulePlan.between(old, compiled(old), next, compiled(next)).stream()
                .filter(change -> !change.rule().equals("g/X"))
                .map(Change::fate))
        .containsOnly(Fate.UNCHANGED);
    return changes.get(0);
  }

  private static RuleSet set(String yaml) {
    Problems problems = new Problems();
    RuleSet set =
        RuleSet.of(
            List.of(
                new RuleFileReader(Environment.EMPTY, RuleDefaults.STANDARD, problems)
                    .read("rules.yaml", yaml)),
            problems);
    assertThat(problems.list()).isEmpty();
    return set;
  }

  private static Rules compiled(RuleSet set) {
    return RuleCompiler.compile(set, DetectSettings.DEFAULTS, Set.of()).rules();
  }
}
