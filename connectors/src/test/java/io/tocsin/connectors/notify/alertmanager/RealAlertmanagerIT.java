package io.tocsin.connectors.notify.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.connectors.notify.http.HttpTimes;
import io.tocsin.pipeline.deliver.DeliverSettings;
import io.tocsin.pipeline.deliver.DeliverSettings.Budget;
import io.tocsin.pipeline.deliver.DeliverSettings.Repeat;
import io.tocsin.pipeline.deliver.DeliverSettings.Retry;
import io.tocsin.pipeline.deliver.DeliverStage;
import io.tocsin.pipeline.deliver.Delivery;
import io.tocsin.pipeline.deliver.Endpoint;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Receipt;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.way.ReceiverOutlet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Alertmanagers as Debian ships them, asked by their own amtool. Clocks are real here. */
class RealAlertmanagerIT {
  private static final Duration RESEND = Duration.ofMillis(500);

  @TempDir static Path folder;
  private static final List<AlertmanagerProcess> PEERS = new ArrayList<>();

  private final List<Receipt> receipts = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        AlertmanagerProcess.isInstalled(),
        "prometheus-alertmanager or amtool is not installed: nothing was shown about the real one"
            + " (apt-get install prometheus-alertmanager)");
    PEERS.add(AlertmanagerProcess.start(folder.resolve("a")));
    PEERS.add(AlertmanagerProcess.start(folder.resolve("b")));
    for (AlertmanagerProcess peer : PEERS) {
      patiently().until(peer::isReady);
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    for (AlertmanagerProcess peer : PEERS) {
      peer.stop();
    }
  }

  @Test
  void bothPeersShowTheAlertAndItsEnd() {
    ReceiverOutlet outlet =
        new ReceiverOutlet(Map.of("am/0", receiver(PEERS.get(0)), "am/1", receiver(PEERS.get(1))));
    DeliverStage stage = new DeliverStage(settings(), States.inMemory(), outlet, room -> {});
    Alert firing = alert(AlertStatus.FIRING, "press-1");

    deliver(stage, message("m1", firing));
    patiently()
        .untilAsserted(
            () -> {
              deliver(stage);
              assertThat(receipts).hasSize(2).allMatch(Receipt::delivered);
            });
    for (AlertmanagerProcess peer : PEERS) {
      JsonNode shown = shown(stage, peer, "press-1");
      assertThat(shown.at("/labels/alertname").asText()).isEqualTo("Hot");
      assertThat(shown.at("/labels/plant_line").asText()).as("a valid name").isEqualTo("3");
      assertThat(shown.at("/annotations/summary").asText()).isEqualTo("press-1 is \"hot\"");
      assertThat(shown.at("/status/state").asText()).isIn("active", "unprocessed");
    }

    deliver(stage, message("m2", alert(AlertStatus.RESOLVED, "press-1")));
    patiently()
        .untilAsserted(
            () -> {
              deliver(stage);
              assertThat(PEERS.get(0).query("press-1")).isEmpty();
              assertThat(PEERS.get(1).query("press-1")).isEmpty();
            });
    outlet.dispose();
  }

  /** The alert as a peer shows it, which is told of it again until it does. */
  private JsonNode shown(DeliverStage stage, AlertmanagerProcess peer, String sensor) {
    return patiently()
        .until(
            () -> {
              deliver(stage);
              return peer.query(sensor);
            },
            alerts -> alerts.size() == 1)
        .get(0);
  }

  @Test
  void anAlertStaysWhileItIsRepeatedAndEndsByItselfWhenWeDoNot() {
    ReceiverOutlet outlet =
        new ReceiverOutlet(Map.of("am/0", receiver(PEERS.get(0)), "am/1", receiver(PEERS.get(1))));
    DeliverStage stage = new DeliverStage(settings(), States.inMemory(), outlet, room -> {});
    deliver(stage, message("m3", alert(AlertStatus.FIRING, "press-2")));
    assertThat(shown(stage, PEERS.get(0), "press-2")).isNotNull();
    long lifetime = 4 * RESEND.toMillis();
    long told = System.currentTimeMillis();

    patiently()
        .untilAsserted(
            () -> {
              deliver(stage);
              assertThat(PEERS.get(0).query("press-2")).as("repeated").hasSize(1);
              assertThat(System.currentTimeMillis()).isGreaterThan(told + 2 * lifetime);
            });

    patiently().until(() -> PEERS.get(0).query("press-2").isEmpty());
    outlet.dispose();
  }

  @Test
  void oneBadAlertDoesNotKeepTheOthersOut() {
    Alert nameless =
        new Alert(
            AlertStatus.FIRING,
            Labels.NONE,
            Map.of(),
            1000,
            Alert.OPEN,
            Fingerprint.of(Labels.NONE),
            1,
            null,
            "r",
            1,
            0,
            "condition",
            false,
            "");
    Notification message =
        message("m4", alert(AlertStatus.FIRING, "x-1"), nameless, alert(AlertStatus.FIRING, "x-2"));

    Outcome outcome =
        Objects.requireNonNull(
            receiver(PEERS.get(0), Duration.ofMinutes(1))
                .send(new Attempt(message, 1, System.currentTimeMillis()))
                .block(Duration.ofSeconds(20)));

    assertThat(outcome.reason()).isEqualTo(Outcome.Reason.PARTLY);
    assertThat(outcome.detail()).contains("1 of 3").contains("at least one label pair");
    assertThat(PEERS.get(0).query("x-1")).hasSize(1);
    assertThat(PEERS.get(0).query("x-2")).hasSize(1);
  }

  private void deliver(DeliverStage stage, Notification... messages) {
    for (Delivery delivery : stage.apply(List.of(messages), System.currentTimeMillis())) {
      if (delivery instanceof Delivery.Noted noted) {
        receipts.add(noted.receipt());
      }
    }
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
  }

  private static AlertmanagerReceiver receiver(AlertmanagerProcess peer) {
    return receiver(peer, RESEND);
  }

  private static AlertmanagerReceiver receiver(AlertmanagerProcess peer, Duration resend) {
    return new AlertmanagerReceiver(
        new AlertmanagerSettings(
            peer.uri(), Map.of(), resend, "http://tocsin.example", HttpTimes.DEFAULTS));
  }

  private static DeliverSettings settings() {
    return new DeliverSettings(
        Map.of("am", List.of(new Endpoint("am/0", true), new Endpoint("am/1", true))),
        "",
        Retry.DEFAULTS,
        Budget.DEFAULTS,
        new Repeat(RESEND, Duration.ofMinutes(15), 256));
  }

  private static Notification message(String id, Alert... alerts) {
    return new Notification(id, "am", "g", Labels.NONE, List.of(alerts), 0, "", 0);
  }

  private static Alert alert(AlertStatus status, String sensor) {
    Labels labels =
        Labels.of("alertname", "Hot", "severity", "critical", "sensor", sensor, "plant-line", "3");
    long now = System.currentTimeMillis();
    return new Alert(
        status,
        labels,
        Map.of("summary", sensor + " is \"hot\""),
        now - 60_000,
        status.active() ? Alert.OPEN : now,
        Fingerprint.of(labels),
        99,
        null,
        "line3/Hot",
        1,
        status.active() ? 0 : 1,
        "condition",
        false,
        "99 is above 90");
  }
}
