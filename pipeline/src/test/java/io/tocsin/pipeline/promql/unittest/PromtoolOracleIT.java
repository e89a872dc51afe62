package io.tocsin.pipeline.promql.unittest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.Units;
import io.tocsin.pipeline.rule.file.RuleDefaults;
import io.tocsin.pipeline.rule.file.RuleFileReader;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real promtool passes the same files, and agrees on random alert timelines. */
class PromtoolOracleIT {

  private static final List<String> ALERTS = List.of("Now", "Held", "Kept", "Both", "Slow", "Rate");
  private static final String RULES =
      """
      groups:
      - name: g
        rules:
        - record: t:avg
          expr: avg by (s) (avg_over_time(t[90s]))
        - { alert: Now, expr: t > 5 }
        - { alert: Held, expr: t > 5, for: 1m30s }
        - { alert: Kept, expr: t > 5, keep_firing_for: 2m }
        - { alert: Both, expr: t > 5, for: 1m, keep_firing_for: 90s, labels: { z: "{{ $value }}" } }
        - { alert: Slow, expr: t:avg > 5, for: 30s, annotations: { v: "{{ $value | humanize }}" } }
        - { alert: Rate, expr: 'changes(t[2m]) > 2 unless ALERTS{alertname="Held"}', for: 1m }
      """;

  @TempDir private Path folder;

  private String promtool(Path tests) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder("promtool", "test", "rules", tests.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    return code == 0 ? "" : Files.readString(output);
  }

  private static boolean isInstalled() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
        .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool")));
  }

  @Test
  void promtoolPassesOurTests() throws Exception {
    assumeThat(isInstalled()).as("promtool is on the path").isTrue();
    for (String name : List.of("rules.yaml", "tests.yaml")) {
      Files.writeString(folder.resolve(name), UnitTestRunnerTest.resource(name));
    }
    assertThat(promtool(folder.resolve("tests.yaml"))).isEmpty();
  }

  @Test
  void randomTimelinesAreTheSame() throws Exception {
    assumeThat(isInstalled()).as("promtool is on the path").isTrue();
    Files.writeString(folder.resolve("rules.yaml"), RULES, UTF_8);
    Problems problems = new Problems();
    RuleFileReader reader = new RuleFileReader(Environment.EMPTY, RuleDefaults.STANDARD, problems);
    RuleSet rules = RuleSet.of(List.of(reader.read("rules.yaml", RULES)), problems);
    Random random = new Random(11);
    StringBuilder tests =
        new StringBuilder("rule_files: [rules.yaml]\nevaluation_interval: 30s\ntests:\n");
    int firing = 0;
    for (int i = 0; i < 12; i++) {
      String input = input(random);
      UnitTestFile file =
          UnitTestReader.read("x", "evaluation_interval: 30s\ntests:\n" + input, problems);
      assertThat(problems.list()).isEmpty();
      tests.append(input).append("  alert_rule_test:\n");
      VirtualRun run = new VirtualRun(file.scenarios().get(0), rules.rules());
      for (long now = 0; now <= 20 * 60_000; now += 30_000) {
        assertThat(run.step(now)).isEmpty();
        for (String alert : ALERTS) {
          List<ActiveAlert> alerts = run.firing(alert);
          firing += alerts.size();
          tests.append(expectation(now, alert, alerts));
        }
      }
    }
    assertThat(firing).isGreaterThan(1000);
    Path path = folder.resolve("random.yaml");
    Files.writeString(path, tests, UTF_8);
    assertThat(promtool(path)).isEmpty();
  }

  private static String input(Random random) {
    StringBuilder text = new StringBuilder("- interval: 15s\n  input_series:\n");
    for (int s = 0; s < 3; s++) {
      StringBuilder values = new StringBuilder();
      for (int i = 0; i < 25; i++) {
        values.append(
            switch (random.nextInt(12)) {
              case 0 -> "_ ";
              case 1 -> "stale ";
              case 2 -> "_x" + (1 + random.nextInt(30)) + " ";
              case 3, 4 -> random.nextInt(5) + "x" + random.nextInt(8) + " ";
              case 5 -> "2+1x" + random.nextInt(8) + " ";
              default -> 6 + random.nextInt(3) + "x" + random.nextInt(6) + " ";
            });
      }
      text.append("  - { series: 't{s=\"")
          .append(s)
          .append("\"}', values: '")
          .append(values)
          .append("' }\n");
    }
    return text.toString();
  }

  private static String expectation(long now, String alert, List<ActiveAlert> alerts) {
    StringBuilder text =
        new StringBuilder("  - { eval_time: ")
            .append(now == 0 ? "0s" : Units.format(Duration.ofMillis(now)))
            .append(", alertname: ")
            .append(alert)
            .append(", exp_alerts: [");
    for (ActiveAlert active : alerts) {
      text.append("{ exp_labels: {");
      Labels labels = active.labels().without(List.of("alertname"));
      labels.forEach((name, value) -> text.append(name).append(": \"").append(value).append("\","));
      text.append("}, exp_annotations: {");
      active.annotations().forEach((n, v) -> text.append(n).append(": \"").append(v).append("\","));
      text.append("} },");
    }
    return text.append("] }\n").toString();
  }
}
