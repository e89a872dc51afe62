package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainCommandTest {
  private static final String HIGH = "2026-01-01T00:15:00Z";

  @TempDir private Path folder;
  private Path data = Path.of("");
  private Path rules = Path.of("");

  /** Six sensors of two sites; all but the first are high from minute 10 to 20. */
  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("time,sensor,metric,value,site\n");
    for (int i = 0; i < 180; i++) {
      for (int sensor = 1; sensor <= 6; sensor++) {
        boolean high = sensor > 1 && i >= 60 && i < 120;
        csv.append(
            "2026-01-01T00:%02d:%02dZ,s%d,t,%d,%s\n"
                .formatted(i / 6, i % 6 * 10, sensor, high ? 20 : 5, sensor < 4 ? "a" : "b"));
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
              - { alert: HighToo, expr: 'avg_over_time(t[1m]) > 10' }
              - { alert: Spike, expr: 't > 15' }
              - { alert: Tried, expr: 't > 15', shadow: true }
              - { alert: Two, expr: 't > 15', labels: { severity: info } }
              - { alert: Two, expr: 't > 18', labels: { severity: critical } }
              - { alert: Both, when: { all: [High, Spike], within: 5m }, by: [sensor] }
              - { alert: Never, when: { all: [High, Told], within: 5m }, by: [sensor] }
              - { alert: Then, when: { sequence: [High, Spike], within: 5m }, by: [sensor] }
              - { alert: Told, report: { type: T } }
              - { record: t:own, expr: 'avg_over_time(t[1m])' }
              - { record: 'site:t:sum', expr: sum by (site) (t:own) }
              - { alert: SiteHigh, expr: 'sum by (site) (avg_over_time(t[1m])) > 50', for: 1m }
              - { alert: SiteRecord, expr: 'site:t:sum > 50' }
              - { alert: Apart, expr: 'avg_over_time(t[1m]) < on (site) group_left () 0.5 * site:t:sum' }
              - { alert: Few, expr: 'min(t) < 10', limit: 1 }
            """);
  }

  private String explain(String sensor, String at) {
    return explain("High", "--sensor", sensor, "--at", at);
  }

  private String explain(String rule, String... more) {
    return explain(0, rule, more);
  }

  private String explain(int expected, String rule, String... more) {
    StringWriter out = new StringWriter();
    List<String> words =
        new ArrayList<>(List.of("explain", "--rules", rules.toString(), "--rule", rule));
    words.addAll(List.of(more));
    words.add(data.toString());
    int code =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(words.toArray(String[]::new));
    assertThat(code).as(out.toString()).isEqualTo(expected);
    return out.toString();
  }

  @Test
  void tellsWhyAnAlertFired() {
    assertThat(explain("s2", HIGH))
        .contains(
            "g/High: avg_over_time(t[1m]) > 10, for",
            "from 2026-01-01T00:14:00Z to 2026-01-01T00:15:00Z: {sensor=\"s2\", site=\"a\"} 20",
            "the condition holds:",
            "state: {sensor=\"s2\", site=\"a\"} firing since 2026-01-01T00:10:",
            "told: High FIRING")
        .doesNotContain("HighToo");
  }

  @Test
  void tellsThatItWasNotLongEnough() {
    assertThat(explain("s2", "2026-01-01T00:10:50Z"))
        .contains("pending since 2026-01-01T00:10:")
        .doesNotContain("told: High FIRING");
  }

  @Test
  void tellsWhyItDidNotFire() {
    assertThat(explain("s1", HIGH))
        .contains("the condition does not hold", "its condition was never true", "state: inactive");
    assertThat(explain("nobody", HIGH)).contains("not fired: no event of this sensor came");
  }

  @Test
  void tellsWhatARecordIsMadeOf() {
    assertThat(explain("t:own", "--sensor", "s1", "--at", HIGH))
        .contains("g/t:own: avg_over_time(t[1m])", "it makes:", "{sensor=\"s1\", site=\"a\"} 5")
        .doesNotContain("state:", "condition");
    assertThat(explain("site:t:sum", "--at", HIGH))
        .contains("it makes:", "{site=\"a\"} 45", "{site=\"b\"} 60")
        .doesNotContain("state:", "condition");
  }

  @Test
  void tellsWhichSensorsMadeARuleOverManyFire() {
    assertThat(explain("SiteHigh", "--at", HIGH))
        .contains(
            "rule g/SiteHigh: sum by (site) (avg_over_time(t[1m])) > 50, for 1m",
            "546 events of 6 sensors came",
            "from 2026-01-01T00:14:00Z to 2026-01-01T00:15:00Z",
            "sum of avg_over_time(t[1m]):",
            "{site=\"a\"} 45 of 3: {sensor=\"s2\"} 20, {sensor=\"s3\"} 20, {sensor=\"s1\"} 5",
            "{site=\"b\"} 60 of 3: {sensor=\"s4\"} 20, {sensor=\"s5\"} 20, {sensor=\"s6\"} 20",
            "the condition holds:",
            "state: {site=\"b\"} firing since 2026-01-01T00:10:",
            "told: SiteHigh FIRING since 2026-01-01T00:10:",
            "goes to console");
  }

  @Test
  void tellsWhyARuleOverManyDidNotFireForAGroup() {
    for (String[] asked : new String[][] {{"--label", "site=a"}, {"--sensor", "s1"}}) {
      assertThat(explain("SiteHigh", asked[0], asked[1], "--at", HIGH))
          .contains(
              "{site=\"a\"} 45 of 3",
              "the condition does not hold",
              "its condition was never true",
              "state: inactive")
          .doesNotContain("{site=\"b\"}", "told:");
    }
    assertThat(explain("SiteHigh", "--at", "2026-01-01T00:10:50Z", "--label", "site=b"))
        .contains("state: {site=\"b\"} pending since")
        .doesNotContain("told:");
    assertThat(explain("SiteHigh", "--sensor", "s1", "--at", "2026-01-01T00:25:00Z"))
        .contains("{site=\"a\"} 15 of 3: {sensor=\"s1\"} 5, {sensor=\"s2\"} 5, {sensor=\"s3\"} 5");
    assertThat(explain("SiteHigh", "--sensor", "nobody", "--at", HIGH))
        .contains("no data of sensor nobody, or of its groups", "state: inactive");
  }

  @Test
  void tellsWhatRulesOverRecordsAndJoinsSee() {
    assertThat(explain("SiteRecord", "--at", HIGH, "--label", "site=b"))
        .contains("sum of t:own:", "{site=\"b\"} 60 of 3", "state: {site=\"b\"} firing since");
    assertThat(explain("Apart", "--at", HIGH, "--sensor", "s1"))
        .contains(
            "each of avg_over_time(t[1m]):",
            "{sensor=\"s1\", site=\"a\"} 5",
            "{site=\"a\"} 45 of 3: {sensor=\"s1\"} 5, {sensor=\"s2\"} 20",
            "the condition holds:",
            "state: {sensor=\"s1\", site=\"a\"} firing since");
    assertThat(explain("Few", "--at", HIGH))
        .contains("newest of t from", "min of t:", "{} 5 of 6: {sensor=\"s1\", site=\"a\"} 5");
  }

  @Test
  void whatManySensorsBroughtIsCut() throws IOException {
    StringBuilder csv = new StringBuilder("time,sensor,metric,value\n");
    for (int i = 0; i < 60; i++) {
      for (int sensor = 0; sensor < 30; sensor++) {
        csv.append(
            "2026-01-01T00:0%d:%02dZ,s%02d,t,%d\n".formatted(i / 6, i % 6 * 10, sensor, sensor));
      }
    }
    Files.writeString(data, csv);
    assertThat(explain("Few", "--sensor", "s29"))
        .contains("{} 0 of 30: {sensor=\"s29\"} 29, {sensor=\"s00\"} 0, ", " and 20 more");
  }

  @Test
  void tellsWhyAnAlertOfAlertsDidOrDidNotFire() {
    assertThat(explain("Both", "--sensor", "s2", "--at", HIGH))
        .contains(
            "g/Both: all of [High, Spike] within 300 s, by [sensor]",
            "part High: {alertname=\"High\"",
            "firing since 2026-01-01T00:10:",
            "state: {alertname=\"Both\", sensor=\"s2\"} firing since",
            "told: Both FIRING since 2026-01-01T00:10:",
            "FIRING at 2026-01-01T00:10:");
    assertThat(explain("Never", "--sensor", "s2", "--at", HIGH))
        .contains("part Told: never told", "state: inactive: Told never fired", "never told");
    assertThat(explain("Then", "--sensor", "s2", "--at", HIGH))
        .contains("state: inactive: its parts did not begin within 300 s of each other, in that");
    assertThat(explain("Both", "--sensor", "s2", "--at", "2026-01-01T00:25:00Z"))
        .contains("part Spike: {alertname=\"Spike\"", "resolved at", "told: Both RESOLVED")
        .contains("state: inactive: High, Spike are over");
    assertThat(explain("Told", "--sensor", "s2", "--at", HIGH)).contains("state: inactive");
  }

  @Test
  void tellsWhichRuleIsMeant() {
    assertThat(explain(1, "Two", "--sensor", "s2"))
        .contains("several rules are called \"Two\"", "g/Two{severity=info}");
    assertThat(explain("g/Two{severity=critical}", "--sensor", "s2", "--at", HIGH))
        .contains("t > 18")
        .containsOnlyOnce("told: Two");
    assertThat(explain(1, "Nothing", "--sensor", "s2"))
        .contains("there is no rule \"Nothing\"; accepted: g/High, g/HighToo");
    assertThat(explain(1, "High")).contains("g/High looks at each sensor by itself: which one?");
  }

  @Test
  void tellsWhyNobodyHeardOfIt() {
    StringBuilder all = new StringBuilder();
    for (int sensor = 2; sensor <= 6; sensor++) {
      all.append(explain("s" + sensor, HIGH));
    }
    assertThat(all).contains("goes to console", "nobody was told: similar");
    assertThat(explain("Tried", "--sensor", "s2", "--at", HIGH))
        .contains("told: Tried FIRING", "nobody was told: the rule is only being tried (shadow)");
  }
}
