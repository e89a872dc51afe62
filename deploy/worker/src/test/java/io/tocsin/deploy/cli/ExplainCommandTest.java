package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainCommandTest {
  @TempDir private Path folder;
  private Path data = Path.of("");
  private Path rules = Path.of("");

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("time,sensor,metric,value\n");
    for (int i = 0; i < 180; i++) {
      for (int sensor = 1; sensor <= 6; sensor++) {
        boolean high = sensor > 1 && i >= 60 && i < 120;
        csv.append(
            "2026-01-01T00:%02d:%02dZ,s%d,t,%d\n"
                .formatted(i / 6, i % 6 * 10, sensor, high ? 20 : 5));
      }
    }
    data = Files.writeString(folder.resolve("data.csv"), csv);
    rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            groups:
            - name: g
              interval: 10s
              rules:
              - { alert: High, expr: 'avg_over_time(t[1m]) > 10', for: 1m, labels: { component: x } }
              - { alert: Sum, expr: 'sum(avg_over_time(t[1m])) > 50' }
              - { alert: Spike, expr: 't > 15' }
              - { alert: Both, when: { all: [High, Spike], within: 5m }, by: [sensor] }
              - { alert: Never, when: { all: [High, Told], within: 5m }, by: [sensor] }
              - { alert: Told, report: { type: T } }
            """);
  }

  private String explain(String sensor, String at) {
    return explain("High", sensor, at);
  }

  private String explain(String rule, String sensor, String at) {
    return explain(0, rule, sensor, at);
  }

  private String explain(int expected, String rule, String sensor, String at) {
    StringWriter out = new StringWriter();
    int code =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(
                "explain",
                "--rules",
                rules.toString(),
                "--rule",
                rule,
                "--sensor",
                sensor,
                "--at",
                at,
                data.toString());
    assertThat(code).as(out.toString()).isEqualTo(expected);
    return out.toString();
  }

  @Test
  void tellsWhyAnAlertFired() {
    assertThat(explain("s2", "2026-01-01T00:15:00Z"))
        .contains(
            "g/High: avg_over_time(t[1m]) > 10, for",
            "from 2026-01-01T00:14:00Z to 2026-01-01T00:15:00Z: {sensor=\"s2\"} 20",
            "the condition holds:",
            "state: {sensor=\"s2\"} firing since 2026-01-01T00:10:",
            "told: High FIRING");
  }

  @Test
  void tellsThatItWasNotLongEnough() {
    assertThat(explain("s2", "2026-01-01T00:10:50Z")).contains("pending since 2026-01-01T00:10:");
  }

  @Test
  void tellsWhyItDidNotFire() {
    assertThat(explain("s1", "2026-01-01T00:15:00Z"))
        .contains("the condition does not hold", "its condition was never true", "state: inactive");
    assertThat(explain("nobody", "2026-01-01T00:15:00Z"))
        .contains("not fired: no event of this sensor came");
  }

  @Test
  void tellsWhyAnAlertOfAlertsDidOrDidNotFire() {
    assertThat(explain("Both", "s2", "2026-01-01T00:15:00Z"))
        .contains(
            "g/Both: all of [High, Spike] within 300 s", "told: Both FIRING at 2026-01-01T00:10:");
    assertThat(explain("Never", "s2", "2026-01-01T00:15:00Z"))
        .contains("part High: FIRING", "part Told: never told of this sensor", "never told");
    assertThat(explain("Told", "s2", "2026-01-01T00:15:00Z")).contains("state: inactive");
  }

  @Test
  void oneSensorDoesNotExplainARuleOverMany() {
    assertThat(explain(1, "g/Sum", "s2", "2026-01-01T00:15:00Z"))
        .contains("g/Sum puts sensors together")
        .doesNotContain("state:");
  }

  @Test
  void tellsWhyNobodyHeardOfIt() {
    String all = "";
    for (int sensor = 2; sensor <= 6; sensor++) {
      all += explain("s" + sensor, "2026-01-01T00:15:00Z");
    }
    assertThat(all).contains("goes to console", "nobody was told: similar");
  }
}
