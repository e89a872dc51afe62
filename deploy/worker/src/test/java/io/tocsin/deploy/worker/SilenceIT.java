package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.kafka.KeyPartitions;
import io.tocsin.connectors.kafka.TopicAdmin;
import io.tocsin.connectors.kafka.TopicSpec;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told to be silent on a real broker, and who is not; the slower ones: TimelineIT. */
class SilenceIT {
  private static final String DEAD_MAN =
      """
      groups:
      - name: g
        rules:
        - alert: SensorSilent
          absent: { expect_every: 1s, after: 6s }
      """;

  private static EmbeddedBroker broker;

  @TempDir private Path folder;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.startTemporary(Map.of());
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private TimelinePlant plant(String prefix) {
    return new TimelinePlant(broker.bootstrapServers(), prefix, folder);
  }

  @Test
  void whoIsExpectedByATopicAndNeverReportsIsTold() throws Exception {
    Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (TopicAdmin admin = new TopicAdmin(client);
        KafkaProducer<byte[], byte[]> registry =
            new KafkaProducer<>(
                Map.copyOf(client), new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.create(List.of(new TopicSpec("registry", "sensor", 3, "compact", -1)));
      for (String sensor : List.of("a", "b", "c", "never", "gone")) {
        registry.send(expected(sensor, "{\"site\":\"old\"}")).get();
      }
      registry.send(expected("never", "{\"site\":\"x\"}")).get();
      registry.send(expected("gone", null)).get();
    }
    try (TimelinePlant plant = plant("expects")) {
      plant.worker(DEAD_MAN, "expected_sensors: { topic: registry }\n");
      plant.live("a", "b", "c");
      TimelinePlant.Watch<Summary> summaries = plant.summaries();
      TimelinePlant.Watch<Alert> alerts = plant.alerts();
      await().atMost(Duration.ofMinutes(1)).until(() -> !alerts.seen.isEmpty());
      long now = System.currentTimeMillis();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> summaries.all().stream().anyMatch(s -> s.end() > now + 2_000));
      assertThat(alerts.all()).hasSize(1);
      Alert alert = alerts.all().get(0);
      assertThat(alert.name()).isEqualTo("SensorSilent");
      assertThat(alert.component()).isEqualTo("never");
      assertThat(alert.labels().get("site")).isEqualTo("x");
    }
  }

  private static ProducerRecord<byte[], byte[]> expected(
      String sensor, @org.jspecify.annotations.Nullable String labels) {
    return new ProducerRecord<>(
        "registry", sensor.getBytes(UTF_8), labels == null ? null : labels.getBytes(UTF_8));
  }

  @Test
  void aSourceThatFallsSilentIsOneAlertForAllShards() {
    try (TimelinePlant plant = plant("source")) {
      plant.worker(DEAD_MAN);
      TimelinePlant.Watch<Summary> summaries = plant.summaries();
      TimelinePlant.Watch<Alert> alerts = plant.alerts();
      String[] sensors = fourInEachOfTwoPartitions();
      plant.live(sensors);
      await().atMost(Duration.ofMinutes(1)).until(() -> summaries.seen.size() > 20);
      plant.live();
      await().atMost(Duration.ofMinutes(1)).until(() -> !alerts.seen.isEmpty());
      // By then the other shard has found it, too.
      TimelinePlant.pass(Duration.ofSeconds(5));
      assertThat(alerts.all()).extracting(Alert::name).containsExactly("SourceSilent");
      assertThat(alerts.all().get(0).labels().asMap())
          .containsEntry("source", "source.events")
          .doesNotContainKey("shard");
      plant.live(sensors);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> ofSource(alerts).contains(AlertStatus.RESOLVED));
      assertThat(ofSource(alerts)).containsExactly(AlertStatus.FIRING, AlertStatus.RESOLVED);
    }
  }

  private static List<AlertStatus> ofSource(TimelinePlant.Watch<Alert> alerts) {
    return alerts.all().stream()
        .filter(alert -> alert.name().equals("SourceSilent"))
        .map(Alert::status)
        .toList();
  }

  private static String[] fourInEachOfTwoPartitions() {
    List<String> names = new ArrayList<>();
    int[] room = {4, 4};
    for (int i = 0; names.size() < 8; i++) {
      String name = "s" + i;
      if (room[KeyPartitions.of(name.getBytes(UTF_8), 2)]-- > 0) {
        names.add(name);
      }
    }
    return names.toArray(String[]::new);
  }

  @Test
  void anUpstreamTransactionThatHangsRaisesNoDeadMansAlert() throws Exception {
    try (TimelinePlant plant = plant("hangs")) {
      plant.worker(DEAD_MAN);
      TimelinePlant.Watch<Summary> summaries = plant.summaries();
      TimelinePlant.Watch<Alert> alerts = plant.alerts();
      plant.live("a", "b", "c", "d", "e", "f");
      await().atMost(Duration.ofMinutes(1)).until(() -> summaries.seen.size() > 20);
      Map<String, Object> properties =
          Map.of(
              "bootstrap.servers",
              broker.bootstrapServers(),
              "transactional.id",
              "hangs",
              "transaction.timeout.ms",
              60_000);
      try (KafkaProducer<byte[], byte[]> upstream =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
        upstream.initTransactions();
        upstream.beginTransaction();
        for (int partition = 0; partition < 2; partition++) {
          upstream.send(new ProducerRecord<>(plant.in(), partition, null, new byte[] {'x'})).get();
        }
        TimelinePlant.pass(Duration.ofSeconds(10));
        assertThat(alerts.seen).as("what is behind the transaction is not silence").isEmpty();
        upstream.abortTransaction();
      }
      plant.stillWorks(summaries, alerts);
    }
  }
}
