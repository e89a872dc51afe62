package io.tocsin.connectors.notify.alertmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.event.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of {@code POST /api/v2/alerts}. Alertmanager judges by its own clock: an active alert
 * ends four resend delays from now unless it is sent again (as Prometheus does it), an ended one
 * has ended by now even if its sensor's clock is ahead.
 */
final class PostableAlerts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DELAYS = 4;
  private final long lifetime;
  private final String externalUrl;

  PostableAlerts(Duration resendDelay, String externalUrl) {
    lifetime = DELAYS * resendDelay.toMillis();
    this.externalUrl = externalUrl;
  }

  /**
   * @param now wall time, epoch milliseconds
   */
  byte[] body(List<Alert> alerts, long now) {
    ArrayNode array = JSON.createArrayNode();
    alerts.forEach(alert -> array.add(node(alert, now)));
    try {
      return JSON.writeValueAsBytes(array);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private ObjectNode node(Alert alert, long now) {
    long endsAt = alert.status().active() ? now + lifetime : Math.min(now, alert.time());
    ObjectNode node = JSON.createObjectNode();
    node.set("labels", map(alert.labels().asMap()));
    node.set("annotations", map(annotations(alert)));
    node.put("startsAt", Instant.ofEpochMilli(Math.min(alert.startsAt(), endsAt)).toString());
    node.put("endsAt", Instant.ofEpochMilli(endsAt).toString());
    node.put("generatorURL", externalUrl);
    return node;
  }

  private static Map<String, String> annotations(Alert alert) {
    Map<String, String> annotations = new TreeMap<>(alert.annotations());
    if (!alert.explanation().isEmpty()) {
      annotations.putIfAbsent("explanation", alert.explanation());
    }
    return annotations;
  }

  private static ObjectNode map(Map<String, String> labels) {
    ObjectNode node = JSON.createObjectNode();
    ValidLabels.of(labels).forEach(node::put);
    return node;
  }
}
