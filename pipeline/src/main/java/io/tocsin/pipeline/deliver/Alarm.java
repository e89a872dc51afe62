package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;
import java.util.List;
import java.util.Map;

/** Makes the message by which another receiver hears that an endpoint does not take its own. */
final class Alarm {
  private static final String NAME = "TocsinDeliveryFailing";

  private Alarm() {}

  static Notification begins(String fallback, String endpoint, Outcome outcome, long wall) {
    String why = outcome.reason().word() + detail(outcome);
    String text = "Notifications do not reach " + endpoint + ": " + why;
    return message(fallback, endpoint, AlertStatus.FIRING, wall, Alert.OPEN, text);
  }

  static Notification ends(String fallback, String endpoint, long since, long wall) {
    String text = "Notifications reach " + endpoint + " again";
    return message(fallback, endpoint, AlertStatus.RESOLVED, since, wall, text);
  }

  private static String detail(Outcome outcome) {
    return outcome.detail().isEmpty() ? "" : " (" + outcome.detail() + ")";
  }

  private static Notification message(
      String fallback, String endpoint, AlertStatus status, long since, long end, String text) {
    Labels labels =
        Labels.of(
            "alertname", NAME, "component", "tocsin", "endpoint", endpoint, "severity", "critical");
    Alert alert =
        new Alert(
            status,
            labels,
            Map.of("summary", text),
            since,
            end,
            Fingerprint.of(labels),
            Double.NaN,
            null,
            "tocsin/" + NAME,
            1,
            status == AlertStatus.FIRING ? 0 : 1,
            status == AlertStatus.FIRING ? "condition" : "condition_ended",
            false,
            text);
    return new Notification(
        Fingerprint.of(fallback, alert.id()),
        fallback,
        "tocsin:" + labels,
        Labels.of("alertname", NAME),
        List.of(alert),
        0,
        "",
        status == AlertStatus.FIRING ? since : end);
  }
}
