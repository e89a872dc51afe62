package io.tocsin.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tocsin.deploy.exchange.AlertmanagerExport;
import io.tocsin.deploy.exchange.AlertmanagerImport;
import io.tocsin.deploy.exchange.PrometheusImport;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutated files: never anything but a listed problem, never a hang. */
@Timeout(60)
class ConfigFuzzTest {
  private static final String PLATFORM =
      """
      worker: { memory: 1GiB, commit: { urgent: 100ms, lazy: 2s }, http: { port: 0 } }
      sources:
        plant: { topics: [telegraf, "^c\\\\..*"], decoding: { codec: telegraf_json, timestamp_unit: s }, sensor_id: [host] }
      scope: [site]
      inhibit_rules:
      - { source_matchers: ['alertname="A"'], target_matchers: ['severity=~"warning|info"'], equal: [site] }
      time_intervals:
      - name: nights
        time_intervals: [{ weekdays: [saturday, "monday:friday"], days_of_month: ["-3:-1"], months: ["march"], years: ["2026"], times: [{ start_time: "02:00", end_time: "06:00" }], location: Europe/Berlin }]
      route:
        receiver: hook
        group_by: [alertname, site]
        group_wait: 10s
        routes:
        - { matchers: ['severity="critical"'], receiver: am, continue: true, mute_time_intervals: [nights], group_by: ["..."] }
      receivers:
      - { name: hook, webhook_configs: [{ url: "https://h/x" }] }
      - { name: am, alertmanager_configs: [{ urls: ["http://a:9093"] }] }
      """;
  private static final String RULES =
      """
      groups:
      - name: g
        interval: 15s
        rules:
        - record: r:x
          expr: sum by (instance) (rate(x[5m]))
        - alert: A
          expr: r:x{a=~"b|c"} / on (instance) group_left () y > 1e3 and on (instance) absent(z offset 1m)
          for: 1m
          labels: { severity: page }
          annotations: { s: '{{ $value | humanize }} of {{ $labels.instance }}' }
        - { alert: B, when: { sequence: [A, C], within: 5m }, by: [instance] }
        - { alert: C, report: { type: T, count: 3, within: 5m } }
      """;
  private static final List<String> BITS =
      List.of(
          "", ":", "- ", "{", "}", "[", "]", "'", "\"", "...", "0", "-1", "9e99", "1y", "${X}",
          "${", "=~", "(", ")", ">", "\n", "  ", "name", "null", "&a", "*a", "\u0000", "é", "|",
          "24:00", "25:61", "Mars/X", "http://", "^(", "sensor", "by", "offset", "[5m]", "{{");

  private static String mutated(String text, Random random) {
    StringBuilder mutant = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(mutant.length());
      int end = Math.min(mutant.length(), at + random.nextInt(6));
      mutant.replace(at, end, BITS.get(random.nextInt(BITS.size())));
    }
    return mutant.toString();
  }

  @Test
  void platformFilesAndTheirExport() {
    Random random = new Random(5);
    int clean = 0;
    for (int i = 0; i < 3000; i++) {
      String text = mutated(PLATFORM, random);
      assertThatCode(() -> exported(text)).as(text).doesNotThrowAnyException();
      Problems problems = new Problems();
      ConfigFile file = new ConfigFileReader(Environment.EMPTY, problems).read("f", text);
      if (problems.isEmpty()) {
        clean++;
        assertThatCode(() -> file.route().receivers(Labels.NONE))
            .as(text)
            .doesNotThrowAnyException();
      }
    }
    assertThat(clean).isGreaterThan(50);
  }

  private static void exported(String text) {
    Problems problems = new Problems();
    new ConfigFileReader(Environment.EMPTY, problems).read("f", text);
    try {
      String made = AlertmanagerExport.convert("f", text, Environment.EMPTY).text();
      AlertmanagerImport.convert("f", made);
    } catch (IllegalArgumentException e) {
      assertThat(problems.isEmpty()).as("%s of a file without a problem", e.getMessage()).isFalse();
    }
  }

  @Test
  void ruleFilesDownToTheEngineAndTheirImport() {
    Random random = new Random(6);
    int clean = 0;
    for (int i = 0; i < 3000; i++) {
      String text = mutated(RULES, random);
      Problems problems = new Problems();
      assertThatCode(() -> Loaded.ofTexts(Map.of("f", text), Environment.EMPTY, problems))
          .as(text)
          .doesNotThrowAnyException();
      assertThatCode(() -> imported(text)).as(text).doesNotThrowAnyException();
      clean += problems.isEmpty() ? 1 : 0;
    }
    assertThat(clean).isLessThan(3000);
  }

  private static void imported(String text) {
    try {
      PrometheusImport.convert("f", text, "instance");
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).startsWith("f:");
    }
  }
}
