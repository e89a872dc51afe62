package io.tocsin.deploy.cli;

import static io.tocsin.deploy.cli.CommandLineRun.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.EventCodec;
import io.tocsin.connectors.kafka.EdgePublisher;
import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.worker.ActiveRules;
import io.tocsin.deploy.worker.WorkerProcess;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A real worker whose rule file changes while it runs. */
class WorkerRulesIT {
  private static final String HOT =
      "groups:\n- name: g\n  rules:\n  - { alert: Hot, expr: t > %d, labels: { severity: page } }\n";
  private static final String MORE =
      """
        - { alert: Wet, expr: h > 80 }
        - { alert: Both, when: { all: [Hot, Wet], within: 5m }, by: [sensor] }
      - name: silent
        interval: 1s
        rules:
        - { alert: Gone, expr: 'absent_over_time(nothing{job="j"}[2s])', shadow: true }
      """;

  @TempDir private Path folder;
  private final EventCodec codec = new EventCodec();

  @Test
  void rulesChangeWhileTheWorkerRuns() throws IOException {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), HOT.formatted(90) + MORE);
    Path config =
        Files.writeString(
            folder.resolve("tocsin.yaml"),
            """
            worker: { state_dir: "%s", http: { port: 0 } }
            rule_files: [rules.yaml]
            sources: { s: { topics: [tocsin.in], max_out_of_order: 0s, idle_after: 1s } }
            """
                .formatted(folder.resolve("state")));
    Problems problems = new Problems();
    Loaded loaded = Loaded.read(config, Environment.EMPTY, problems);
    assertThat(problems.list()).isEmpty();
    EmbeddedBroker broker = EmbeddedBroker.startTemporary(Map.of());
    Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    ActiveRules active = loaded.active();
    ConsoleReceiver console =
        new ConsoleReceiver(new PrintStream(PrintStream.nullOutputStream()), false, ZoneOffset.UTC);
    try (WorkerProcess process =
            new WorkerProcess(broker, loaded.settings(client, "w", 1), active, console);
        RuleWatch watch =
            new RuleWatch(config, null, Environment.EMPTY, active, Duration.ofMillis(100))) {
      assertThat(watch.looks()).isTrue();
      send(client, "t", 97);
      send(client, "h", 85);
      await(() -> names(process).containsAll(List.of("Hot", "Wet", "Both")));
      await(() -> !told(client, "tocsin.alerts.shadow").isEmpty());

      String worker = "http://localhost:" + process.httpPort();
      Path next = Files.writeString(folder.resolve("next.yaml"), HOT.formatted(95));
      assertThat(run("plan", "--worker", worker, next))
          .contains("kept      g/Hot", "lost      g/Wet", "lost      g/Both", "1 kept, 3 lost");

      Files.writeString(rules, "groups:\n- name: g\n  rules:\n  - { alert: Hot, expr: t >> 1 }\n");
      await(() -> names(process).contains("RulesRefused"));
      assertThat(names(process)).contains("Hot", "Wet", "Both");

      Files.writeString(rules, HOT.formatted(95));
      await(() -> names(process).equals(List.of("Hot")));
      send(client, "t", 98);
      assertThat(active.current().number()).isEqualTo(2);
      assertThat(run("plan", "--worker", worker, next)).contains("1 unchanged");

      List<Alert> told = told(client, "tocsin.alerts");
      assertThat(told)
          .extracting(a -> a.name() + " " + a.status() + " " + a.reason())
          .contains("Wet RESOLVED rule_removed");
      assertThat(told(client, "tocsin.alerts.composite"))
          .extracting(a -> a.name() + " " + a.status() + " " + a.reason())
          .containsExactly("Both FIRING condition", "Both RESOLVED rule_removed");

      assertThat(told(client, "tocsin.alerts.shadow"))
          .as("of four partitions where parts meet, one tells")
          .filteredOn(a -> a.status() == AlertStatus.FIRING)
          .extracting(a -> a.labels().getOrEmpty("job") + " " + a.reason())
          .containsExactly("j condition");

      String kafka = broker.bootstrapServers();
      await(() -> backtest(kafka, next).contains("3 events"));
      assertThat(backtest(kafka, next)).contains("1 firings of 1 rules", "g/Hot", "pump-1");

      await(() -> explain(kafka, worker).contains("goes to console"));
      assertThat(explain(kafka, worker))
          .contains("g/Hot: t > 95", "state: {sensor=\"pump-1\"} firing since");

      Path many =
          Files.writeString(
              folder.resolve("many.yaml"),
              "groups: [{ name: m, interval: 1s, rules: [{ alert: Many, expr: sum(t) > 50 }] }]");
      Path soon =
          Files.writeString(
              folder.resolve("soon.yaml"),
              "sources: { s: { topics: [x], max_out_of_order: 0s, idle_after: 1s } }");
      await(() -> explain(kafka, many, soon).contains("{} 98 of 1: {sensor=\"pump-1\"} 98"));
      assertThat(explain(kafka, many, soon)).contains("sum of t:", "state: {} firing since");
    }
  }

  @Test
  void rulesOfATopicChangeWhileTheWorkerRuns() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("tocsin.yaml"),
            """
            worker: { state_dir: "%s", http: { port: 0 } }
            rule_topic: team.rules
            inhibit_rules: [{ source_matchers: [severity=page], target_matchers: [severity=none], equal: [severity] }]
            """
                .formatted(folder.resolve("state")));
    EmbeddedBroker broker = EmbeddedBroker.startTemporary(Map.of());
    Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (RuleTopic empty = RuleTopic.open("team.rules", client)) {
      assertThat(empty.texts()).isEmpty();
    }
    rules(client, "line.yaml", HOT.formatted(90));
    RuleTopic topic = RuleTopic.open("team.rules", client);
    assertThat(topic.texts()).containsOnlyKeys("team.rules/line.yaml");
    Problems problems = new Problems();
    Loaded loaded = Loaded.read(config, topic.texts(), Environment.EMPTY, problems);
    assertThat(problems.list()).isEmpty();
    ActiveRules active = loaded.active();
    ConsoleReceiver console =
        new ConsoleReceiver(new PrintStream(PrintStream.nullOutputStream()), false, ZoneOffset.UTC);
    try (WorkerProcess process =
            new WorkerProcess(broker, loaded.settings(client, "w", 1), active, console);
        RuleWatch watch =
            new RuleWatch(config, topic, Environment.EMPTY, active, Duration.ofMillis(100))) {
      assertThat(watch.looks()).isTrue();
      send(client, "t", 97);
      await(() -> names(process).equals(List.of("Hot")));

      rules(
          client, "more.yaml", "groups:\n- name: m\n  rules:\n  - { alert: Wet, expr: h >> 1 }\n");
      await(() -> names(process).equals(List.of("Hot", "RulesRefused")));
      assertThat(active.current().number()).isEqualTo(1);
      assertThat(active.problem()).contains("team.rules/more.yaml:4:");

      rules(
          client, "more.yaml", "groups:\n- name: m\n  rules:\n  - { alert: Wet, expr: h > 80 }\n");
      send(client, "h", 85);
      // Each shard ends what it told of the refused rules when its next batch comes.
      await(() -> names(process).equals(List.of("Hot", "Wet")) || resend(client));
      assertThat(active.current().number()).isEqualTo(2);
      assertThat(active.current().texts())
          .containsOnlyKeys("team.rules/line.yaml", "team.rules/more.yaml");

      rules(client, "line.yaml", null);
      await(() -> names(process).equals(List.of("Wet")));
      assertThat(active.current().number()).isEqualTo(3);
    }
  }

  /** The rule may have come after the reading. */
  private boolean resend(Map<String, String> client) {
    send(client, "h", 86);
    return false;
  }

  private static String backtest(String kafka, Path rules) {
    return run(
        "backtest", "--rules", rules, "--topic", "tocsin.events", "--bootstrap-servers", kafka);
  }

  private static String explain(String kafka, String worker) {
    return run(
        "explain",
        "--worker",
        worker,
        "--bootstrap-servers",
        kafka,
        "--rule",
        "Hot",
        "--sensor",
        "pump-1");
  }

  /** Over the sensors of all partitions, under rules that no worker runs. */
  private static String explain(String kafka, Path rules, Path soon) {
    return run(
        "explain",
        "--rules",
        rules,
        "--config",
        soon,
        "--bootstrap-servers",
        kafka,
        "--rule",
        "Many");
  }

  private static List<String> names(WorkerProcess process) {
    return process.view().alerts().stream().map(Alert::name).sorted().toList();
  }

  private void send(Map<String, String> client, String metric, double value) {
    Series series = new Series(new SensorId("pump-1"), metric, Labels.NONE);
    SensorEvent event = new Reading(series, System.currentTimeMillis(), value);
    publish(client, "tocsin.in", codec.key(event), codec.value(event));
  }

  private static void rules(Map<String, String> client, String file, @Nullable String text) {
    publish(client, "team.rules", file.getBytes(UTF_8), text == null ? null : text.getBytes(UTF_8));
  }

  private static void publish(
      Map<String, String> client, String topic, byte[] key, byte @Nullable [] value) {
    try (EdgePublisher publisher = new EdgePublisher(client)) {
      OutRecord record = new OutRecord(topic, OutRecord.BY_KEY, key, value, Map.of(), -1, false);
      publisher.publish(Flux.just(record)).doOnNext(CommandFailed::ifRefused).blockLast();
    }
  }

  private static List<Alert> told(Map<String, String> client, String topic) {
    List<Alert> told = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, List.of(topic))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(Duration.ofMillis(100))) {
          for (int i = 0; i < records.size(); i++) {
            byte[] value = records.value(i);
            if (value != null) {
              told.add(AlertCodec.read(value));
            }
          }
        }
      }
    }
    return told;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Mono.delay(Duration.ofMillis(50)).block();
    }
  }
}
