package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Notification;
import java.util.ArrayList;
import java.util.List;

/** Makes a group's messages. */
final class Messages {
  private Messages() {}

  /** One message that names how many were left out, or several that leave out none. */
  static List<Notification> of(String key, Group group, List<Alert> alerts, Telling telling) {
    List<Notification> messages = new ArrayList<>();
    int max = telling.maxAlerts();
    if (!telling.changesOnly()) {
      List<Alert> shown = alerts.subList(0, Math.min(max, alerts.size()));
      messages.add(message(key, group, shown, alerts.size() - shown.size()));
      return messages;
    }
    for (int from = 0; from < alerts.size(); from += max) {
      List<Alert> part = alerts.subList(from, Math.min(from + max, alerts.size()));
      messages.add(message(key, group, part, 0));
    }
    return messages;
  }

  private static Notification message(String key, Group group, List<Alert> alerts, int truncated) {
    group.number++;
    List<String> texts = new ArrayList<>();
    texts.add(group.receiver);
    texts.add(key);
    texts.add(Long.toString(group.number));
    alerts.forEach(alert -> texts.add(alert.id()));
    long createdAt = alerts.stream().mapToLong(Alert::time).max().orElse(0);
    return new Notification(
        Fingerprint.of(texts.toArray(String[]::new)),
        group.receiver,
        key,
        group.labels,
        List.copyOf(alerts),
        truncated,
        group.incident,
        createdAt);
  }
}
