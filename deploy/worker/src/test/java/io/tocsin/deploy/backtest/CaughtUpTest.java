package io.tocsin.deploy.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.detect.DetectSettings;
import io.tocsin.pipeline.detect.RuleCompiler;
import io.tocsin.pipeline.detect.RuleTrace;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.file.RuleDefaults;
import io.tocsin.pipeline.rule.file.RuleFileReader;
import io.tocsin.pipeline.rule.file.RuleSet;
import io.tocsin.pipeline.window.WindowSettings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An input that goes on and was read up to now: time is what the wall clock says. */
class CaughtUpTest {
  private static final long WALL = 1_767_225_600_000L;
  private static final String RULES =
      """
      groups:
      - name: g
        interval: 10s
        rules:
        - { alert: Many, expr: sum(t) > 50 }
        - { alert: One, expr: 'max_over_time(t[30s]) > 50', on_no_data: 3m }
      """;

  private static List<String> explained(String rule, String sensor, long last)
      throws InterruptedException {
    Problems problems = new Problems();
    RuleFileReader reader = new RuleFileReader(Environment.EMPTY, RuleDefaults.STANDARD, problems);
    RuleSet set = RuleSet.of(List.of(reader.read("r", RULES)), problems);
    assertThat(problems.list()).isEmpty();
    BacktestRules rules =
        new BacktestRules(
            RuleCompiler.compile(set, DetectSettings.DEFAULTS, Set.of()).rules(),
            List.of(),
            DetectSettings.DEFAULTS,
            WindowSettings.DEFAULTS,
            0);
    RuleTrace trace = RuleTrace.of(rules.rules(), rule, Labels.of("sensor", sensor), Alert.OPEN);
    try (Backtest backtest = Backtest.following(trace, rules, 4, WALL)) {
      for (long time = last - 120_000; time <= last; time += 5_000) {
        for (int pump = 1; pump <= 6; pump++) {
          Series series = new Series(new SensorId("pump-" + pump), "t", Labels.NONE);
          backtest.add(new Reading(series, time, 10.0 * pump));
        }
      }
      backtest.caughtUp();
    }
    return trace.lines();
  }

  @Test
  void whatIsWholeByNowIsLookedAt() throws InterruptedException {
    assertThat(String.join("\n", explained("Many", "", WALL - 40_000)))
        .contains("last at 2025-12-31T23:59:20Z", "{} 210 of 6", "state: {} firing since");
    assertThat(String.join("\n", explained("Many", "", WALL - 5_000)))
        .contains("last at 2025-12-31T23:59:40Z", "{} 210 of 6", "state: {} firing since");
  }

  @Test
  void aSensorThatFellSilentIsSeenToBe() throws InterruptedException {
    assertThat(String.join("\n", explained("One", "pump-6", WALL - 40_000)))
        .contains("state: {sensor=\"pump-6\"} firing since");
    assertThat(String.join("\n", explained("One", "pump-6", WALL - 400_000)))
        .contains("state: {sensor=\"pump-6\"} unknown: no data since");
  }
}
