package io.tocsin.pipeline.correlate;

import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds open incidents by component and type, by type, and by context entry, each in order of
 * opening. Derived from the table of incidents: built from it when the shard opens, so that it need
 * not be stored.
 */
final class OpenIncidents {
  private final Map<String, NavigableMap<Long, String>> byKey = new TreeMap<>();

  void add(IncidentState incident) {
    put(component(incident.component, incident.type), incident);
    put(type(incident.type), incident);
    incident.context.forEach((name, value) -> put(entry(name, value), incident));
  }

  void remove(IncidentState incident) {
    drop(component(incident.component, incident.type), incident.number);
    drop(type(incident.type), incident.number);
    incident.context.forEach((name, value) -> drop(entry(name, value), incident.number));
  }

  NavigableMap<Long, String> ofComponent(String component, String type) {
    return byKey.getOrDefault(component(component, type), new TreeMap<>());
  }

  NavigableMap<Long, String> ofType(String type) {
    return byKey.getOrDefault(type(type), new TreeMap<>());
  }

  /** Those with at least one entry of the context. */
  NavigableMap<Long, String> sharing(Map<String, String> context) {
    NavigableMap<Long, String> found = new TreeMap<>();
    NavigableSet<String> entries = new TreeSet<>();
    context.forEach((name, value) -> entries.add(entry(name, value)));
    entries.forEach(entry -> found.putAll(byKey.getOrDefault(entry, new TreeMap<>())));
    return found;
  }

  private void put(String key, IncidentState incident) {
    byKey.computeIfAbsent(key, k -> new TreeMap<>()).put(incident.number, incident.id);
  }

  private void drop(String key, long number) {
    NavigableMap<Long, String> incidents = byKey.get(key);
    if (incidents != null) {
      incidents.remove(number);
      if (incidents.isEmpty()) {
        byKey.remove(key);
      }
    }
  }

  private static String component(String component, String type) {
    return "c" + component.length() + ":" + component + type;
  }

  private static String type(String type) {
    return "t" + type;
  }

  private static String entry(String name, String value) {
    return "x" + name.length() + ":" + name + value;
  }
}
