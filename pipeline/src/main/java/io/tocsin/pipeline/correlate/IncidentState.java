package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.event.IncidentStatus;
import io.tocsin.pipeline.event.Severity;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An incident as it grows. Mutable; owned by the stage, live in its table. */
final class IncidentState {
  /** Prefix of the annotations that are an alert's context. */
  private static final String CONTEXT = "context.";

  final String id;
  final String component;
  final String type;

  /** Place in the order of opening. */
  final long number;

  Severity severity = Severity.INFO;
  IncidentStatus status = IncidentStatus.OPEN;
  long firstSeen;
  long lastUpdated;
  long count;
  String summary = "";

  /** Fingerprints of active members in order of joining. */
  final Set<String> active = new LinkedHashSet<>();

  /** Those of them whose series is silent. */
  final TreeSet<String> unknown = new TreeSet<>();

  final ArrayDeque<String> members = new ArrayDeque<>();
  final Map<String, String> context = new TreeMap<>();

  IncidentState(String id, String component, String type, long number, long time) {
    this.id = id;
    this.component = component;
    this.type = type;
    this.number = number;
    firstSeen = time;
    lastUpdated = time;
  }

  static Map<String, String> contextOf(Alert alert) {
    Map<String, String> context = new TreeMap<>();
    alert
        .annotations()
        .forEach(
            (name, value) -> {
              if (name.startsWith(CONTEXT)) {
                context.put(name.substring(CONTEXT.length()), value);
              }
            });
    return context;
  }

  boolean open() {
    return status != IncidentStatus.RESOLVED;
  }

  /** A member begins, or begins anew. */
  void add(Alert alert, long time, int keepMembers) {
    count++;
    members.addLast(alert.id());
    if (members.size() > keepMembers) {
      members.removeFirst();
    }
    contextOf(alert).forEach(context::putIfAbsent);
    firstSeen = Math.min(firstSeen, time);
  }

  /** A member is active and something about it is new. */
  void touch(Alert alert, long time, boolean isSilent) {
    active.add(alert.fingerprint());
    if (isSilent) {
      unknown.add(alert.fingerprint());
    } else {
      unknown.remove(alert.fingerprint());
    }
    if (alert.severity().compareTo(severity) > 0) {
      severity = alert.severity();
    }
    summary = alert.explanation();
    lastUpdated = Math.max(lastUpdated, time);
  }

  /** A member ended; with the last one the incident is resolved. */
  void end(Alert alert, long time) {
    active.remove(alert.fingerprint());
    unknown.remove(alert.fingerprint());
    lastUpdated = Math.max(lastUpdated, time);
    if (active.isEmpty()) {
      status = IncidentStatus.RESOLVED;
    }
  }

  /** What is published: of a storm no more than a record can bear. */
  Incident toIncident(CorrelateSettings settings, long now) {
    int most = settings.keepMembers();
    Incident incident =
        new Incident(
            id,
            component,
            type,
            severity,
            status,
            firstSeen,
            lastUpdated,
            count,
            active.stream().limit(most).toList(),
            unknown.stream().limit(most).toList(),
            List.copyOf(members),
            Collections.unmodifiableMap(new TreeMap<>(context)),
            0,
            summary);
    return incident.withPriority(settings.priority().of(incident, now));
  }
}
