package io.tocsin.connectors.notify.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleReceiverTest {
  private static final long TEN = Instant.parse("2026-01-31T10:00:00Z").toEpochMilli();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void oneLineForEachAlert() {
    Outcome outcome =
        send(
            false,
            ZoneOffset.UTC,
            0,
            alert(AlertStatus.FIRING, 99.25, new Expected(60, 85), "above its band"),
            alert(AlertStatus.RESOLVED, 70, null, ""));

    assertThat(outcome).isEqualTo(Outcome.delivered());
    assertThat(text())
        .containsExactly(
            "2026-01-31 10:00:00  FIRING    CRITICAL  Hot {sensor=\"pump-7\"}"
                + "  value 99.25, expected 60 to 85  above its band",
            "2026-01-31 10:01:00  RESOLVED  CRITICAL  Hot {sensor=\"pump-7\"}  value 70");
  }

  @Test
  void timesAreShownWhereThePersonIs() {
    send(false, ZoneId.of("Europe/Berlin"), 0, alert(AlertStatus.FIRING, 1, null, ""));

    assertThat(text().get(0)).startsWith("2026-01-31 11:00:00");
  }

  @Test
  void coloursForTerminalsOnly() {
    send(true, ZoneOffset.UTC, 0, alert(AlertStatus.FIRING, 1, null, ""));

    assertThat(text().get(0)).contains("\u001b[1;31mFIRING    CRITICAL\u001b[0m  Hot");
  }

  @Test
  void wordsOfSensorsCannotSteerTheTerminal() {
    send(true, ZoneOffset.UTC, 0, alert(AlertStatus.FIRING, 1, null, "a\u001b[2Jb\nc\rd\u009bm"));

    assertThat(text()).hasSize(1);
    assertThat(text().get(0)).endsWith("a\ufffd[2Jb\ufffdc\ufffdd\ufffdm");
  }

  @Test
  void saysHowManyWereLeftOut() {
    send(false, ZoneOffset.UTC, 12, alert(AlertStatus.FIRING, 1, null, ""));

    assertThat(text().get(1)).isEqualTo("  … and 12 more");
  }

  @Test
  void aClosedConsoleIsGone() {
    out.close();

    assertThat(send(false, ZoneOffset.UTC, 0, alert(AlertStatus.FIRING, 1, null, "")).reason())
        .isEqualTo(Outcome.Reason.GONE);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-3, -3",
    "0.1, 0.1",
    "99.25, 99.25",
    "3.14159, 3.142",
    "1e12, 1.000e+12",
    "0.00001234, 1.234e-05",
    "1200.7, 1201",
    "0, 0",
    "Infinity, Infinity"
  })
  void numbers(double value, String text) {
    assertThat(AlertLine.number(value)).isEqualTo(text);
  }

  private Outcome send(boolean colours, ZoneId zone, int truncated, Alert... alerts) {
    Notification notification =
        new Notification("m", "console", "g", Labels.NONE, List.of(alerts), truncated, "", TEN);
    Outcome outcome =
        new ConsoleReceiver(out, colours, zone)
            .send(new Attempt(notification, 1, TEN))
            .block(Duration.ofSeconds(10));
    return java.util.Objects.requireNonNull(outcome);
  }

  private List<String> text() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static Alert alert(
      AlertStatus status, double value, @Nullable Expected expected, String explanation) {
    Labels labels = Labels.of("alertname", "Hot", "severity", "critical", "sensor", "pump-7");
    return new Alert(
        status,
        labels,
        Map.of(),
        TEN,
        status.active() ? Alert.OPEN : TEN + 60_000,
        Fingerprint.of(labels),
        value,
        expected,
        "test/Hot",
        1,
        0,
        "condition",
        false,
        explanation);
  }
}
