package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.event.IncidentStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Incidents as CloudEvents with a JSON value. Bytes depend on the incident alone. */
public final class IncidentCodec {
  private IncidentCodec() {}

  /** The record's key on a topic compacted by incident: its id. */
  public static byte[] key(Incident incident) {
    return incident.id().getBytes(StandardCharsets.UTF_8);
  }

  /** The record's headers; the event is the incident's state at its last update. */
  public static Map<String, byte[]> headers(Incident incident) {
    return CloudEvents.headers(
        incident.id() + "-" + incident.lastUpdated() + "-" + incident.count(),
        "io.tocsin.incident." + Words.of(incident.status()),
        incident.component().isEmpty() ? incident.id() : incident.component(),
        incident.lastUpdated());
  }

  /** The record's value. */
  public static byte[] value(Incident incident) {
    return JsonOut.object(
        json -> {
          json.writeStringField("id", incident.id());
          json.writeStringField("component", incident.component());
          json.writeStringField("type", incident.type());
          json.writeStringField("severity", incident.severity().name());
          json.writeStringField("status", Words.of(incident.status()));
          JsonOut.time(json, "firstSeen", incident.firstSeen());
          JsonOut.time(json, "lastUpdated", incident.lastUpdated());
          json.writeNumberField("count", incident.count());
          JsonOut.texts(json, "active", incident.active());
          JsonOut.texts(json, "unknown", incident.unknown());
          JsonOut.texts(json, "members", incident.members());
          JsonOut.texts(json, "context", incident.context());
          JsonOut.number(json, "priority", incident.priority());
          json.writeStringField("summary", incident.summary());
        });
  }

  /**
   * The incident of a value.
   *
   * @throws IllegalArgumentException if it is none; the message names member, value and what is
   *     accepted
   */
  public static Incident read(byte[] value) {
    JsonIn json = JsonIn.read(value);
    return new Incident(
        json.text("id"),
        json.text("component"),
        json.text("type"),
        json.severity("severity"),
        Words.parse(IncidentStatus.class, "status", json.text("status")),
        json.time("firstSeen"),
        json.time("lastUpdated"),
        json.integer("count"),
        json.list("active"),
        json.list("unknown"),
        json.list("members"),
        json.texts("context"),
        json.number("priority"),
        json.text("summary"));
  }
}
