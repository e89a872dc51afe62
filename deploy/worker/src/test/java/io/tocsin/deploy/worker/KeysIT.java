package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.kafka.KeyPartitions;
import io.tocsin.deploy.worker.TestKafka.Seen;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However producers place their records, the same alerts come of them. */
class KeysIT {
  private static final int PARTITIONS = 4;
  private static final int SENSORS = 12;
  private static final int SECONDS = 90;

  /** Every sensor fires once and resolves once. */
  private static final int ALERTS = 2 * SENSORS;

  private static final String RULES =
      """
      groups:
      - name: plant
        interval: 5s
        rules:
        - alert: Hot
          expr: avg_over_time(temp_c[10s]) > 90
          for: 5s
          labels: { severity: critical }
          annotations: { summary: "{{ $labels.sensor }} at {{ $value }}" }
      """;

  /** So near that no sensor counts as silent before its last event has come. */
  private static final long START = System.currentTimeMillis() / 10_000 * 10_000 - 240_000;

  private static final TestKafka KAFKA = TestKafka.shared();

  @TempDir private Path folder;

  /** Where a producer puts a sensor's records. */
  private interface Placement {
    int partition(String sensor, int i);
  }

  /** As librdkafka, and with it kcat, places a key. */
  private static int crc32(String key) {
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(UTF_8));
    return (int) (crc.getValue() % PARTITIONS);
  }

  private static int murmur2(String key) {
    return KeyPartitions.of(key.getBytes(UTF_8), PARTITIONS);
  }

  private static String sensor(int i) {
    return "pump-" + i % SENSORS;
  }

  private static byte[] event(int i) {
    int second = i / SENSORS;
    double value = second >= 30 && second < 60 ? 95 + i % SENSORS : 70;
    return String.format(
            Locale.ROOT,
            "{\"sensor\":\"%s\",\"metric\":\"temp_c\",\"value\":%s,\"time\":%d}",
            sensor(i),
            value,
            START + second * 1000L)
        .getBytes(UTF_8);
  }

  @Test
  void nullKeysForeignKeysAndOurKeysGiveTheSameAlerts() {
    List<String> ours = alerts("java", false, true, (sensor, i) -> murmur2(sensor));
    assertThat(ours).hasSize(ALERTS);
    assertThat(ours.stream().filter(a -> a.contains("\"status\":\"firing\""))).hasSize(SENSORS);
    assertThat(ours.stream().filter(a -> a.contains("\"status\":\"resolved\""))).hasSize(SENSORS);

    assertThat(alerts("none", false, false, (sensor, i) -> i % 7 % PARTITIONS)).isEqualTo(ours);
    assertThat(alerts("crc", false, true, (sensor, i) -> crc32(sensor))).isEqualTo(ours);
    assertThat(alerts("keyed", true, true, (sensor, i) -> murmur2(sensor))).isEqualTo(ours);
  }

  @Test
  void aKeyedSourceTakesNoRecordFromTheWrongPartition() {
    String p = "misplaced";
    KAFKA.topic(p + ".source", PARTITIONS);
    long wrong = 0;
    for (int i = 0; i < SENSORS; i++) {
      byte[] key = sensor(i).getBytes(UTF_8);
      KAFKA.send(p + ".source", crc32(sensor(i)), key, event(i));
      wrong += crc32(sensor(i)) == murmur2(sensor(i)) ? 0 : 1;
    }
    assertThat(wrong).isBetween(1L, SENSORS - 1L);
    KAFKA.send(p + ".source", 0, null, event(0));
    KAFKA.send(p + ".source", murmur2("other"), "other".getBytes(UTF_8), event(0));
    byte[] two = "{\"sensor\":\"a\",\"values\":{\"x\":1,\"y\":2}}".getBytes(UTF_8);
    KAFKA.send(p + ".source", murmur2("a"), "a".getBytes(UTF_8), two);
    KAFKA.flush();

    try (WorkerProcess worker = worker(p, true)) {
      List<Seen> dead =
          KAFKA.await(
              p + ".dead-letter",
              (int) wrong + 3,
              "tocsin.reason",
              "__connect.errors.topic",
              "__connect.errors.exception.message");
      assertThat(dead).hasSize((int) wrong + 3);
      assertThat(dead)
          .allSatisfy(
              letter -> {
                assertThat(letter.header("tocsin.reason")).isEqualTo("wrong_partition");
                assertThat(letter.header("__connect.errors.topic")).isEqualTo(p + ".source");
              });
      assertThat(dead)
          .extracting(letter -> letter.header("__connect.errors.exception.message"))
          .anyMatch(m -> m.contains("by Java's partitioner (murmur2)"))
          .anyMatch(m -> m.contains("the key is null"))
          .anyMatch(m -> m.contains("the key is \"other\""))
          .anyMatch(m -> m.contains("the record holds 2 events"));
      double right = (double) SENSORS - wrong;
      TestKafka.await(
          "every well placed record counts once",
          () -> Http.metric(worker, "tocsin_events_accepted_total") == right);
      assertThat(Http.metric(worker, "tocsin_dead_letters_total", "reason=\"wrong_partition\""))
          .isEqualTo((double) wrong + 3);
      assertThat(KAFKA.read(p + ".events")).as("a keyed source skips the hop").isEmpty();
    }
  }

  private List<String> alerts(String prefix, boolean keyed, boolean withKeys, Placement placement) {
    KAFKA.topic(prefix + ".source", PARTITIONS);
    try (WorkerProcess worker = worker(prefix, keyed)) {
      send(worker, prefix, 0, SECONDS, withKeys, placement);
      // Far enough ahead for every window before to be closed.
      send(worker, prefix, SECONDS + 140, SECONDS + 141, withKeys, placement);
      List<String> alerts =
          KAFKA.await(prefix + ".alerts", ALERTS, "ce_id").stream()
              .map(seen -> seen.header("ce_id") + " " + seen.text())
              .sorted()
              .toList();
      assertThat(KAFKA.read(prefix + ".dead-letter")).isEmpty();
      return alerts;
    }
  }

  private static void send(
      WorkerProcess worker,
      String prefix,
      int fromSecond,
      int toSecond,
      boolean withKeys,
      Placement placement) {
    double before = Math.max(0, Http.metric(worker, "tocsin_events_accepted_total"));
    for (int i = fromSecond * SENSORS; i < toSecond * SENSORS; i++) {
      byte[] key = withKeys ? sensor(i).getBytes(UTF_8) : null;
      KAFKA.send(prefix + ".source", placement.partition(sensor(i), i), key, event(i));
    }
    KAFKA.flush();
    double after = before + (toSecond - fromSecond) * SENSORS;
    TestKafka.await(
        "all events are accepted by " + prefix,
        () -> Http.metric(worker, "tocsin_events_accepted_total") == after);
  }

  /** More patient than the whole input is long: partitions are read in no order. */
  private WorkerProcess worker(String prefix, boolean keyed) {
    return KAFKA.worker(
        folder.resolve(prefix),
        String.format(
            Locale.ROOT,
            """
            worker: { state_dir: "STATE", topic_prefix: %s, memory: 32MiB, http: { port: 0 } }
            sources: { plant: { topics: [%s.source], keyed: %s, max_out_of_order: 2m, idle_after: 10m } }
            """,
            prefix,
            prefix,
            keyed),
        RULES);
  }
}
