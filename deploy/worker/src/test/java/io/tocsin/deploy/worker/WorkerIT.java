package io.tocsin.deploy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.kafka.TopicAdmin;
import io.tocsin.deploy.worker.TestKafka.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker's life: start, share the work, stumble, need a person, drain. */
class WorkerIT {
  private static final String RULES =
      """
      groups:
      - name: g
        interval: 1s
        rules:
        - { alert: Hot, expr: temp_c > 90 }
        - { alert: Warm, expr: temp_c > 80, for: 1h }
      """;

  private static final TestKafka KAFKA = TestKafka.shared();

  @TempDir private Path folder;

  private static String platform(String prefix, String tasks) {
    return """
    worker: { state_dir: "STATE", topic_prefix: %s, partitions: 1, tasks: %s, memory: 32MiB, http: { port: 0 } }
    sources: { s: { topics: [%s.in], max_out_of_order: 0s, idle_after: 1s } }
    summaries: { window: 5s }
    route: { receiver: console, group_wait: 0s }
    receivers: [{ name: console, console_configs: [{}] }]
    """
        .formatted(prefix, tasks, prefix);
  }

  private static final String ALL = "[ingest, detect, respond, deliver]";

  private WorkerProcess worker(String prefix) {
    return KAFKA.worker(folder.resolve(prefix), platform(prefix, ALL), RULES);
  }

  private static void send(String prefix, String sensor, int value) {
    KAFKA.send(
        prefix + ".in",
        "{\"sensor\":\"" + sensor + "\",\"metric\":\"temp_c\",\"value\":" + value + "}");
    KAFKA.flush();
  }

  private static List<String> transitions(String prefix, int count) {
    return KAFKA.await(prefix + ".alerts", count, "ce_type").stream()
        .map(WorkerIT::transition)
        .toList();
  }

  private static String transition(Seen alert) {
    return alert.header("ce_type").replaceFirst(".*\\.", "")
        + " "
        + alert.text().replaceFirst(".*\"sensor\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void tasksMayRunInProcessesOfTheirOwn() {
    try (WorkerProcess front =
            KAFKA.starting(folder.resolve("f"), platform("split", "[ingest, detect]"), RULES);
        WorkerProcess back =
            KAFKA.starting(folder.resolve("b"), platform("split", "[respond, deliver]"), RULES)) {
      assertThat(front.worker().lanes().keySet()).isEqualTo(Set.of("ingest", "detect"));
      assertThat(back.worker().lanes().keySet()).isEqualTo(Set.of("respond", "deliver"));
      TestKafka.await("both are ready", () -> TestKafka.ready(front) && TestKafka.ready(back));
      send("split", "pump-1", 95);
      assertThat(KAFKA.await("split.receipts", 1).get(0).text()).contains("console");
      // A receipt can be read a moment before its commit is counted.
      moves(front, "tocsin_commits_total", 1, "task=\"detect\"");
      assertThat(Http.metric(front, "tocsin_commits_total", "task=\"deliver\"")).isNegative();
      moves(back, "tocsin_commits_total", 1, "task=\"deliver\"");
    }
  }

  /** Five shards, as detect has two: one for readings and one for what is added up over them. */
  @Test
  void aWorkerThatOwnsNothingIsReady() {
    try (WorkerProcess first = worker("idle");
        WorkerProcess second =
            KAFKA.worker(folder.resolve("second"), platform("idle", ALL), RULES)) {
      TestKafka.await(
          "each shard has one owner",
          () ->
              Http.metric(first, "tocsin_shards_owned") + Http.metric(second, "tocsin_shards_owned")
                  == 5);
      assertThat(Http.metric(second, "tocsin_shards_owned", "task=\"ingest\"")).isZero();
      TestKafka.await("the second is ready", () -> TestKafka.ready(second));
      assertThat(Http.get(second, "/healthz").body()).isEqualTo("ok\n");
    }
  }

  @Test
  void theEventsTopicMayHaveFewerPartitionsThanItWouldBeGiven() {
    KAFKA.topic("few.events", 1);
    String more = platform("few", ALL).replace("partitions: 1", "partitions: 3");
    try (WorkerProcess worker = KAFKA.worker(folder.resolve("few"), more, RULES)) {
      send("few", "pump-1", 95);
      assertThat(transitions("few", 1)).containsExactly("firing pump-1");
      assertThat(KAFKA.admin().describe("few.events"))
          .extracting(TopicAdmin.TopicState::partitions)
          .isEqualTo(1);
      assertThat(Http.metric(worker, "tocsin_lane_restarts_total", "task=\"ingest\"")).isZero();
    }
  }

  /** Another producer takes the lane's place, as a zombie's successor would: the lane must fail. */
  @Test
  void aLaneThatFailsStartsAnewAndLosesNothing() {
    try (WorkerProcess worker = worker("fence")) {
      send("fence", "pump-1", 95);
      assertThat(transitions("fence", 1)).containsExactly("firing pump-1");
      fence("fence.detect-" + worker.worker().settings().instance() + "-0");
      send("fence", "pump-2", 95);
      TestKafka.await(
          "the lane starts again",
          () -> Http.metric(worker, "tocsin_lane_restarts_total", "task=\"detect\"") >= 1);
      send("fence", "pump-3", 95);
      assertThat(transitions("fence", 3))
          .containsExactly("firing pump-1", "firing pump-2", "firing pump-3");
      assertThat(Http.metric(worker, "tocsin_aborts_total", "task=\"detect\"")).isPositive();
      TestKafka.await("it is ready again", () -> TestKafka.ready(worker));
    }
  }

  private static void fence(String transactionalId) {
    Map<String, Object> properties = new HashMap<>(KAFKA.client());
    properties.put("transactional.id", transactionalId);
    try (KafkaProducer<byte[], byte[]> other =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      other.initTransactions();
    }
  }

  @Test
  void whatIsCommittedGoesOnAfterARestart() {
    try (WorkerProcess worker = worker("again")) {
      send("again", "pump-1", 95);
      assertThat(transitions("again", 1)).containsExactly("firing pump-1");
      assertThat(worker.worker().lanes()).hasSize(4);
    }
    send("again", "pump-1", 20);
    try (WorkerProcess worker = worker("again")) {
      assertThat(transitions("again", 2)).containsExactly("firing pump-1", "resolved pump-1");
      TestKafka.await("the view is empty", () -> worker.view().alerts().isEmpty());
    }
  }

  @Test
  void aTopicThatWasCreatedAnewStopsItsShardAndSaysWhatToDo()
      throws InterruptedException, ExecutionException, IOException {
    try (WorkerProcess worker = worker("anew")) {
      send("anew", "pump-1", 95);
      assertThat(transitions("anew", 1)).hasSize(1);
      assertThat(Http.get(worker, "/healthz").status()).isEqualTo(200);
    }
    try (Admin admin = Admin.create(new HashMap<>(KAFKA.client()))) {
      admin.deleteTopics(List.of("anew.events")).all().get();
    }
    TestKafka.await("the topic is gone", () -> KAFKA.admin().describe("anew.events") == null);
    // The same worker on a new disk: what it knows of its input is in the changelog.
    Path disk = Files.createDirectories(folder.resolve("disk").resolve("data"));
    Files.copy(
        folder.resolve("anew").resolve("data").resolve("instance"), disk.resolve("instance"));
    try (WorkerProcess worker =
        KAFKA.starting(folder.resolve("disk"), platform("anew", ALL), RULES)) {
      TestKafka.await(
          "health tells of the shard", () -> Http.get(worker, "/healthz").status() == 500);
      assertThat(Http.get(worker, "/healthz").body())
          .contains("anew.events")
          .contains("deleted and created again")
          .contains("worker.on_lost_input: continue");
      assertThat(Http.get(worker, "/readyz").status()).isEqualTo(503);
      assertThat(Http.get(worker, "/readyz").body()).contains(" of 2 shards ready");
      TestKafka.await(
          "the other tasks work",
          () -> Http.metric(worker, "tocsin_shards_ready", "task=\"respond\"") == 1);
    }
  }

  @Test
  void everyMetricIsThereAndMoves() {
    try (WorkerProcess worker = worker("count")) {
      assertThat(Http.metric(worker, "tocsin_dead_letters_total", "malformed")).isZero();
      assertThat(Http.metric(worker, "tocsin_alerts", "firing")).isZero();
      send("count", "pump-1", 95);
      send("count", "pump-2", 85);
      send("count", "pump-3", 50);
      KAFKA.send("count.in", "no json");
      long past = System.currentTimeMillis() - 600_000;
      KAFKA.send(
          "count.in",
          "{\"sensor\":\"pump-3\",\"metric\":\"temp_c\",\"value\":1,\"time\":" + past + "}");
      KAFKA.flush();
      moves(worker, "tocsin_records_total", 5, "ingest");
      moves(worker, "tocsin_records_total", 4, "detect");
      moves(worker, "tocsin_outputs_total", 5, "ingest");
      moves(worker, "tocsin_commits_total", 1, "detect");
      moves(worker, "tocsin_dead_letters_total", 1, "ingest", "malformed");
      moves(worker, "tocsin_events_accepted_total", 4);
      moves(worker, "tocsin_events_late_total", 1);
      moves(worker, "tocsin_series", 3);
      moves(worker, "tocsin_sensors", 3);
      assertThat(Http.metric(worker, "tocsin_windows_open")).isNotNegative();
      moves(worker, "tocsin_windows_closed_total", 3);
      moves(worker, "tocsin_alerts", 1, "firing");
      moves(worker, "tocsin_alerts", 2, "pending");
      moves(worker, "tocsin_decisions_total", 1, "detect", "\"alert_firing\"");
      moves(worker, "tocsin_decisions_total", 1, "respond", "\"told\"");
      moves(worker, "tocsin_decisions_total", 1, "deliver", "\"delivered_");
      moves(worker, "tocsin_state_native_bytes", 1);
      TestKafka.await(
          "lag is gone", () -> Http.metric(worker, "tocsin_lag_records", "detect") == 0);
      assertThat(Http.metric(worker, "tocsin_event_time_delay_seconds")).isBetween(0.0, 60.0);
      for (String name :
          List.of(
              "tocsin_aborts_total",
              "tocsin_lane_restarts_total",
              "tocsin_partitions_held_back",
              "tocsin_restored_ratio",
              "tocsin_skipped_values_total",
              "tocsin_windows_amended_total",
              "tocsin_rule_failures_total",
              "tocsin_alerts_shed_total",
              "tocsin_state_corrupted_total",
              "jvm_memory_used_bytes")) {
        assertThat(Http.metric(worker, name)).as(name).isGreaterThanOrEqualTo(0);
      }
      assertThat(Http.get(worker, "/metrics").type()).startsWith("text/plain; version=0.0.4");
    }
  }

  private static void moves(WorkerProcess worker, String name, double atLeast, String... labels) {
    TestKafka.await(
        name + " of " + String.join(", ", labels) + " reaches " + atLeast,
        () -> Http.metric(worker, name, labels) >= atLeast);
  }
}
