package io.tocsin.deploy.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.kafka.LossPolicy;
import io.tocsin.deploy.worker.Source;
import io.tocsin.deploy.worker.WorkerSettings;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.window.LatePolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The platform's file: defaults, what is read, and that every problem is told at once. */
class ConfigFileReaderTest {
  private final Problems problems = new Problems();

  @Test
  void anEmptyFileHasEverything() {
    ConfigFile file = read("");

    assertThat(problems.list()).isEmpty();
    assertThat(file.lane().onLostInput()).isEqualTo(LossPolicy.STOP);
    assertThat(file.tasks()).containsExactlyElementsOf(WorkerSettings.TASKS);
    assertThat(file.kafka()).isEmpty();
    assertThat(file.sources()).extracting(Source::name).containsExactly("default");
    assertThat(file.sources().get(0).topics()).containsExactly("tocsin.in");
    assertThat(file.receivers()).containsOnlyKeys("console");
    assertThat(file.route().receiver()).isEqualTo("console");
  }

  @Test
  void aLaneMayHaveItsPartOfTheMemoryDirty() {
    assertThat(Loaded.dirtyBytes(1L << 30, 2)).isEqualTo((1L << 30) / 6);
    assertThat(Loaded.dirtyBytes(1L << 30, 1)).isEqualTo((1L << 30) / 3);
    assertThat(Loaded.dirtyBytes(64L << 20, 2)).as("at least").isEqualTo(64L << 20);
  }

  @Test
  void whatIsWrittenIsRead() {
    ConfigFile file =
        read(
            """
            worker: { topic_prefix: t, tasks: [ingest, detect], memory: 64MiB, commit: { urgent: 50ms }, on_lost_input: continue }
            kafka: { bootstrap.servers: "k:9092", security.protocol: SSL }
            sources:
              plant: { topics: [a, "^b\\\\..*"], decoding: { codec: telegraf_json }, max_out_of_order: 3s, late: side, keep_for: 5m }
              press: { topics: [p], keyed: true }
            route: { receiver: hook, routes: [{ matchers: ['severity="critical"'], receiver: am }] }
            receivers:
            - { name: hook, webhook_configs: [{ url: "http://localhost:1/x" }] }
            - { name: am, alertmanager_configs: [{ urls: ["http://a:9093", "http://b:9093"] }] }
            """);

    assertThat(problems.list()).isEmpty();
    assertThat(file.tasks()).containsExactly("ingest", "detect");
    assertThat(file.memory()).isEqualTo(64L << 20);
    assertThat(file.lane().commitUrgent()).isEqualTo(Duration.ofMillis(50));
    assertThat(file.lane().onLostInput()).isEqualTo(LossPolicy.CONTINUE);
    assertThat(file.kafka()).containsEntry("security.protocol", "SSL");
    assertThat(file.sources().get(0).window().maxOutOfOrder()).isEqualTo(Duration.ofSeconds(3));
    assertThat(file.sources().get(0).window().late()).isEqualTo(LatePolicy.SIDE);
    assertThat(file.sources().get(0).window().keepFor()).isEqualTo(Duration.ofMinutes(5));
    assertThat(file.sources().get(1).keyed()).isTrue();
    assertThat(file.sources().get(1).window().late()).isEqualTo(LatePolicy.AMEND);
    assertThat(requireNonNull(file.receivers().get("am")).alertmanagers()).hasSize(2);
    assertThat(file.route().routes()).hasSize(1);
  }

  @Test
  void everyProblemIsToldAtOnceWithItsLine() {
    read(
        """
        worker: { tasks: [ingest, destroy], topic_prefix: "a b", memory: 1MiB }
        sources:
          plant: { topics: ["^("], decoding: { codec: sparkplug_b } }
          press: { topics: [p], keyed: true, decoding: { codec: ecs } }
        route: { receiver: nobody, mute_time_intervals: [night] }
        archives: {}
        receivers:
        - { name: hook, webhook_configs: [{ url: "ftp://x" }], slack_configs: [{}] }
        surces: {}
        """);

    assertThat(problems.list().toString())
        .contains("destroy")
        .contains("topic_prefix")
        .contains("16MiB or more")
        .contains("is no regular expression")
        .contains("not yet")
        .contains("there is no receiver of that name")
        .contains("archives")
        .contains("http://host:9093")
        .contains("slack_configs")
        .contains("surces");
    assertThat(problems.list()).allMatch(problem -> problem.line() > 0);
  }

  private ConfigFile read(String text) {
    return new ConfigFileReader(name -> null, problems).read("tocsin.yaml", text);
  }
}
