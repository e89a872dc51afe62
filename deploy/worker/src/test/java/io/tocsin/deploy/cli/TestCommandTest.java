package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

class TestCommandTest {

  private static final String TESTS =
      """
      rule_files: [rules/*.yaml]
      tests:
      - name: levels
        input_series: [{ series: 't{s="<1>"}', values: "5 15 5" }]
        alert_rule_test:
        - { eval_time: 0m, alertname: High }
        - { eval_time: 1m, alertname: High, exp_alerts: [{ exp_labels: { s: "<1>" } }] }
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeRules() throws IOException {
    Files.createDirectory(folder.resolve("rules"));
    Files.writeString(
        folder.resolve("rules/a.yaml"),
        "groups: [{ name: a, rules: [{ alert: High, expr: t > 10 }] }]\n");
    Files.writeString(folder.resolve("rules/b.yaml"), "groups: []\n");
    Files.writeString(folder.resolve("rules/c.txt"), "not: read\n");
  }

  @Test
  void testsOurOwnKindsInVirtualTime() throws IOException {
    Files.writeString(
        folder.resolve("rules/a.yaml"),
        """
        groups:
        - name: own
          rules:
          - { alert: Gone, absent: { expect_every: 30s, after: 2m }, labels: { severity: page } }
          - { alert: Odd, anomaly: { metric: t } }
          - { alert: Disk, report: { type: DiskError, count: 2, within: 5m } }
          - { alert: Hot, expr: t > 90 }
          - { alert: Both, when: { all: [Hot, Disk], within: 10m }, by: [sensor] }
        """);
    String tests =
        file(
            """
            rule_files: [rules/a.yaml]
            tests:
            - name: own kinds
              interval: 30s
              input_series:
              - { series: 't{sensor="p"}', values: "20x300 99 20x20 _x20" }
              input_reports:
              - { at: 151m, sensor: p, type: DiskError, severity: HIGH }
              - { at: 152m, sensor: p, type: DiskError, severity: HIGH }
              alert_rule_test:
              - { eval_time: 140m, alertname: Odd }
              - eval_time: 150m30s
                alertname: Odd
                exp_alerts: [{ exp_labels: { sensor: p, metric: t, severity: info } }]
              - { eval_time: 151m, alertname: Disk }
              - { eval_time: 151m, alertname: Both }
              - eval_time: 160m
                alertname: Gone
              - eval_time: 163m
                alertname: Gone
                exp_alerts: [{ exp_labels: { sensor: p, severity: page } }]
            """);

    assertThat(run(tests)).as(out + "" + err).isZero();
    assertThat(out.toString()).contains("6 passed, 0 failed");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "test";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("tests.yaml"), text).toString();
  }

  @Test
  void passes() throws IOException {
    assertThat(run(file(TESTS))).isZero();
    assertThat(out).hasToString("2 passed, 0 failed" + System.lineSeparator());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void failsWithADifferenceAndWritesJunitXml() throws Exception {
    Path xml = folder.resolve("out.xml");
    assertThat(run(file(TESTS.replace("0m", "1m")), "--junit", xml.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("tests.yaml: levels: alert High at 1m")
        .contains("  + {alertname=\"High\", s=\"<1>\"}")
        .contains("1 passed, 1 failed");
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(Files.readString(xml).getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
        .contains("s=\"<1>\"");
  }

  @Test
  void tellsProblemsOfEveryFile() throws IOException {
    Files.writeString(folder.resolve("rules/b.yaml"), "groups: [{ nam: b }]\n");
    String missing = folder.resolve("nowhere.yaml").toString();
    assertThat(run(file(TESTS.replace("s=", "s~=")), missing)).isEqualTo(1);
    assertThat(err.toString())
        .contains("tests.yaml:4:28: tests[0].input_series[0].series")
        .contains("b.yaml:1:12: groups[0].nam: unknown key \"nam\"")
        .contains("nowhere.yaml: there is no such file");
  }

  @Test
  void aPatternThatMatchesNothingIsAProblem() throws IOException {
    assertThat(run(file("rule_files: [none/*.yaml, rules/*.yml]\n"))).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(2);
  }

  @Test
  void rulesAreNoTests() throws IOException {
    assertThat(run(file("groups: [{ name: b }]\n"), folder.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("is a rule file: name it under \"rule_files\" of a file of tests")
        .contains(folder + ": is a folder, not a file");
  }

  @Test
  void needsAFile() {
    assertThat(run()).isEqualTo(2);
  }
}
