package io.tocsin.deploy.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time as it passes on a real broker, for a real worker. */
class TimelineIT {
  private static final long IDLE = 1_000;
  private static final long GRACE = 500;
  private static final String NO_RULES = "groups: []";
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
  void theLastWindowOfAStreamThatStopsIsPublished() {
    try (TimelinePlant plant = plant("stops")) {
      plant.worker(NO_RULES);
      TimelinePlant.Watch<Summary> summaries = plant.summaries();
      plant.live("a", "b");
      await().atMost(Duration.ofSeconds(30)).until(() -> summaries.seen.size() > 6);
      plant.live();
      long last = System.currentTimeMillis();
      plant.send("a", last);
      long end = Math.floorDiv(last, 1000) * 1000 + 1000;
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(10, TimeUnit.MILLISECONDS)
          .until(() -> summaries.all().stream().anyMatch(s -> s.end() == end));
      long seen = summaries.seen.stream().filter(s -> s.what().end() == end).findFirst().get().at();
      assertThat(seen - last).as("after the last event, ms").isLessThan(GRACE + IDLE + 1_000);
    }
  }

  @Test
  void aClockAYearAheadMovesNothingAndRaisesOneAlert() {
    try (TimelinePlant plant = plant("ahead")) {
      plant.worker(NO_RULES);
      TimelinePlant.Watch<Summary> summaries = plant.summaries();
      TimelinePlant.Watch<Alert> alerts = plant.alerts();
      TimelinePlant.Watch<String> refused = plant.deadLetters();
      plant.live("good");
      await().atMost(Duration.ofSeconds(30)).until(() -> summaries.seen.size() > 2);
      long from = System.currentTimeMillis();
      for (int i = 0; i < 3; i++) {
        plant.send("bad", System.currentTimeMillis() + Duration.ofDays(365).toMillis());
        TimelinePlant.pass(Duration.ofSeconds(1));
      }
      long until = System.currentTimeMillis();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> summaries.all().stream().anyMatch(s -> s.end() > until));
      assertThat(alerts.all()).extracting(Alert::name).containsExactly("SensorClockAhead");
      assertThat(alerts.all().get(0).component()).isEqualTo("bad");
      assertThat(refused.seen).hasSize(3);
      assertThat(summaries.all())
          .filteredOn(s -> s.start() > from && s.end() < until)
          .isNotEmpty()
          .allMatch(s -> s.revision() == 0 && s.stats().getOrDefault("count", 0.0) >= 3);
      assertThat(summaries.all()).allMatch(s -> "good".equals(s.labels().get("sensor")));
    }
  }

  @Test
  void aDeviceThatUploadsYesterdaysDataKeepsItsWindowsWhole() {
    try (TimelinePlant plant = plant("uploads")) {
      plant.worker(NO_RULES);
      TimelinePlant.Watch<Summary> summaries = plant.summaries();
      plant.live("live");
      await().atMost(Duration.ofSeconds(30)).until(() -> summaries.seen.size() > 2);
      long yesterday =
          Math.floorDiv(System.currentTimeMillis() - Duration.ofDays(1).toMillis(), 1000) * 1000;
      for (int second = 0; second < 60; second++) {
        for (int i = 0; i < 10; i++) {
          plant.send("uploader", yesterday + second * 1000L + i * 100L);
        }
        if (second % 20 == 19) {
          // A pause that is longer than an idle sensor's.
          TimelinePlant.pass(Duration.ofSeconds(3));
        }
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> of(summaries, "uploader").size() >= 60 && of(summaries, "live").size() > 8);
      assertThat(of(summaries, "uploader"))
          .hasSize(60)
          .allMatch(s -> s.revision() == 0 && s.stats().getOrDefault("count", 0.0) == 10.0);
      Map<Long, Long> told =
          of(summaries, "live").stream()
              .collect(Collectors.groupingBy(Summary::end, Collectors.counting()));
      assertThat(told.values()).as("each of the live ones is told once").containsOnly(1L);
    }
  }

  private static List<Summary> of(TimelinePlant.Watch<Summary> summaries, String sensor) {
    return summaries.all().stream().filter(s -> sensor.equals(s.labels().get("sensor"))).toList();
  }

  @Test
  void aProcessThatIsStoppedForHalfAMinuteRaisesNoDeadMansAlert() {
    try (TimelinePlant plant = plant("frozen")) {
      Process ingest = plant.child(DEAD_MAN, "ingest");
      Process detect = plant.child(DEAD_MAN, "detect,respond");
      TimelinePlant.Watch<Summary> summaries = plant.summaries();
      TimelinePlant.Watch<Alert> alerts = plant.alerts();
      plant.live("a", "b", "c", "d", "e", "f");
      await().atMost(Duration.ofMinutes(1)).until(() -> summaries.seen.size() > 20);
      TimelinePlant.signal(ingest, "STOP");
      TimelinePlant.pass(Duration.ofSeconds(15));
      assertThat(alerts.seen).as("what ingest does not bring is not silence").isEmpty();
      TimelinePlant.signal(detect, "STOP");
      TimelinePlant.pass(Duration.ofSeconds(15));
      TimelinePlant.signal(ingest, "CONT");
      TimelinePlant.pass(Duration.ofSeconds(15));
      TimelinePlant.signal(detect, "CONT");
      plant.stillWorks(summaries, alerts);
    }
  }

  @Test
  void aBrokerThatRestartsRaisesNoDeadMansAlert() {
    Path data = folder.resolve("kafka");
    EmbeddedBroker first = EmbeddedBroker.start(data, 0, Map.of());
    String address = first.bootstrapServers();
    EmbeddedBroker now = first;
    TimelinePlant plant = new TimelinePlant(address, "restarts", folder);
    try {
      plant.worker(DEAD_MAN);
      TimelinePlant.Watch<Summary> summaries = plant.summaries();
      TimelinePlant.Watch<Alert> alerts = plant.alerts();
      plant.live("a", "b", "c", "d", "e", "f");
      await().atMost(Duration.ofSeconds(30)).until(() -> summaries.seen.size() > 20);
      first.close();
      TimelinePlant.pass(Duration.ofSeconds(12));
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      now = EmbeddedBroker.start(data, port, Map.of());
      plant.stillWorks(summaries, alerts);
    } finally {
      plant.close();
      now.close();
    }
  }
}
