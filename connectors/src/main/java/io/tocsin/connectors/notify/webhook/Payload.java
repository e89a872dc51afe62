package io.tocsin.connectors.notify.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Alertmanager's webhook payload, version 4, field by field. */
final class Payload {
  /** What Alertmanager writes for the end of something that has not ended. */
  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Payload() {}

  static byte[] of(Notification notification, String externalUrl) {
    ObjectNode root = JSON.createObjectNode();
    root.put("receiver", notification.receiver());
    root.put("status", notification.firing() ? "firing" : "resolved");
    List<Map<String, String>> labels = new ArrayList<>();
    List<Map<String, String>> annotations = new ArrayList<>();
    for (Alert alert : notification.alerts()) {
      labels.add(alert.labels().asMap());
      annotations.add(annotations(alert));
      root.withArray("alerts").add(alert(alert, externalUrl));
    }
    root.set("groupLabels", map(notification.groupLabels().asMap()));
    root.set("commonLabels", map(common(labels)));
    root.set("commonAnnotations", map(common(annotations)));
    root.put("externalURL", externalUrl);
    root.put("version", "4");
    root.put("groupKey", notification.groupKey());
    root.put("truncatedAlerts", notification.truncated());
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static ObjectNode alert(Alert alert, String externalUrl) {
    boolean active = alert.status().active();
    ObjectNode node = JSON.createObjectNode();
    node.put("status", active ? "firing" : "resolved");
    node.set("labels", map(alert.labels().asMap()));
    node.set("annotations", map(annotations(alert)));
    node.put("startsAt", time(alert.startsAt()));
    node.put("endsAt", active ? NO_TIME : time(alert.time()));
    node.put("generatorURL", externalUrl);
    node.put("fingerprint", alert.fingerprint());
    return node;
  }

  /** The alert's own, and our explanation where they have none of that name. */
  private static Map<String, String> annotations(Alert alert) {
    Map<String, String> annotations = new TreeMap<>(alert.annotations());
    if (!alert.explanation().isEmpty()) {
      annotations.putIfAbsent("explanation", alert.explanation());
    }
    return annotations;
  }

  private static Map<String, String> common(List<Map<String, String>> maps) {
    Map<String, String> common = new TreeMap<>();
    if (!maps.isEmpty()) {
      common.putAll(maps.get(0));
      maps.forEach(map -> common.entrySet().retainAll(map.entrySet()));
    }
    return common;
  }

  private static ObjectNode map(Map<String, String> map) {
    ObjectNode node = JSON.createObjectNode();
    map.forEach(node::put);
    return node;
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
