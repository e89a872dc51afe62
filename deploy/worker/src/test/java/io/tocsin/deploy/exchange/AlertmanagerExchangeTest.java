package io.tocsin.deploy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.config.ConfigFile;
import io.tocsin.deploy.config.ConfigFileReader;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertmanagerExchangeTest {
  private static final String OURS =
      """
      inhibit_rules:
      - { source_matchers: ['alertname="SiteDown"'], target_matchers: ['severity=~"warning|info"'], equal: [site] }
      time_intervals:
      - name: maintenance
        time_intervals: [{ weekdays: [saturday, "monday:wednesday"], times: [{ start_time: "02:00", end_time: "06:00" }], location: Europe/Berlin }]
      - name: month-end
        time_intervals: [{ days_of_month: ["-3:-1"], months: ["march", "june:july"], years: ["2026:2030"] }]
      route:
        receiver: am
        group_by: [alertname, site]
        group_wait: 10s
        group_interval: 1m
        repeat_interval: 4h
        routes:
        - { matchers: ['severity="critical"'], receiver: oncall, continue: true }
        - matchers: ['team=~"ot|it"', 'site!="c"']
          receiver: ops
          mute_time_intervals: [maintenance]
          routes:
          - { matchers: ['site="a"'], receiver: site-a, active_time_intervals: [month-end] }
          - { matchers: ['severity!~"info|"'], receiver: am }
        - { matchers: ['team="it"'], receiver: oncall, group_by: ["..."] }
      receivers:
      - { name: am, alertmanager_configs: [{ urls: ["http://am-0:9093"] }] }
      - { name: oncall, webhook_configs: [{ url: "https://ops/hook" }] }
      - { name: ops, console_configs: [{}] }
      - { name: site-a, webhook_configs: [{ url: "https://site-a/hook" }, { url: "https://b/hook" }] }
      """;

  @TempDir private Path folder;

  private static ConfigFile read(String text) {
    Problems problems = new Problems();
    ConfigFile file = new ConfigFileReader(Environment.EMPTY, problems).read("ours.yaml", text);
    assertThat(problems.list()).isEmpty();
    return file;
  }

  private static void assumeAmtool() {
    String path = System.getenv().getOrDefault("PATH", "");
    Assumptions.assumeTrue(
        Stream.of(path.split(File.pathSeparator))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "amtool"))),
        "amtool is not installed: nothing was compared"
            + " (apt-get install prometheus-alertmanager)");
  }

  @Test
  void theRealAmtoolAcceptsWhatIsExported() throws IOException {
    assumeAmtool();
    Carried made = AlertmanagerExport.convert("ours.yaml", OURS, Environment.EMPTY);
    Path file = Files.writeString(folder.resolve("am.yml"), made.text());

    assertThat(amtool("check-config", file.toString())).contains("SUCCESS", "4 receivers");
    assertThat(made.left())
        .containsExactly(
            "receiver \"am\", alertmanager_configs: Alertmanager has nothing of the kind",
            "receiver \"ops\", console_configs: Alertmanager has nothing of the kind");
  }

  @Test
  void theRealAmtoolRoutesAsWeDo() throws IOException {
    assumeAmtool();
    Carried made = AlertmanagerExport.convert("ours.yaml", OURS, Environment.EMPTY);
    Path file = Files.writeString(folder.resolve("am.yml"), made.text());
    ConfigFile ours = read(OURS);
    Random random = new Random(3);
    int compared = 0;
    for (Map<String, String> labels : labelSets(random)) {
      List<String> command = new ArrayList<>(List.of("config", "routes", "test"));
      command.add("--config.file=" + file);
      labels.forEach((name, value) -> command.add(name + "=" + value));
      String theirs = amtool(command.toArray(String[]::new)).strip();
      assertThat(String.join(",", ours.route().receivers(Labels.of(labels))))
          .as("%s", labels)
          .isEqualTo(theirs);
      compared++;
    }
    assertThat(compared).isGreaterThanOrEqualTo(60);
  }

  private static List<Map<String, String>> labelSets(Random random) {
    List<Map<String, String>> sets = new ArrayList<>();
    for (String severity : List.of("critical", "warning", "info", "")) {
      for (String team : List.of("ot", "it", "hr", "")) {
        for (String site : List.of("a", "b", "c", "")) {
          Map<String, String> labels = new TreeMap<>(Map.of("alertname", "A" + random.nextInt(3)));
          labels.put("severity", severity);
          labels.put("team", team);
          labels.put("site", site);
          labels.values().removeIf(String::isEmpty);
          sets.add(labels);
        }
      }
    }
    return sets;
  }

  private static String amtool(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("amtool"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatIsExportedComesBackTheSame() {
    Carried out = AlertmanagerExport.convert("ours.yaml", OURS, Environment.EMPTY);
    Carried back = AlertmanagerImport.convert("am.yml", out.text());

    ConfigFile ours = read(OURS);
    ConfigFile again = read(back.text());
    assertThat(again.route()).hasToString(ours.route().toString());
    assertThat(again.inhibitRules()).hasToString(ours.inhibitRules().toString());
    assertThat(again.receivers().keySet()).isEqualTo(ours.receivers().keySet());
  }

  @Test
  void anOlderAlertmanagersWordsAreUnderstood() {
    Carried made =
        AlertmanagerImport.convert(
            "am.yml",
            """
            global: { resolve_timeout: 5m, smtp_smarthost: "mail:25" }
            templates: ["*.tmpl"]
            route:
              receiver: mail
              routes:
              - match: { team: ot }
                match_re: { site: a|b }
                receiver: hook
            receivers:
            - name: mail
              email_configs: [{ to: ops@example.org }]
            - name: hook
              webhook_configs: [{ url: "http://h/x", send_resolved: true }]
            inhibit_rules:
            - { source_match: { severity: critical }, target_match_re: { severity: "warning|info" }, equal: [site] }
            """);

    ConfigFile ours = read(made.text());
    assertThat(ours.route().receivers(Labels.of("team", "ot", "site", "b")))
        .containsExactly("hook");
    assertThat(ours.inhibitRules()).hasSize(1);
    assertThat(made.left())
        .contains(
            "global.resolve_timeout: it is for receivers that are not here yet",
            "receiver \"mail\", email_configs: there is no such receiver yet",
            "receiver \"mail\": it prints to the console until it has another form",
            "receiver \"hook\", webhook_configs.send_resolved: there is no such key here");
  }
}
