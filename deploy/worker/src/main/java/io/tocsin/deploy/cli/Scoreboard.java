package io.tocsin.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.flow.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the alert topic says, against what the simulation did. A fault is found by a firing of its
 * sensor between its start and {@link #AFTER} its end; a firing of a simulated sensor that belongs
 * to no fault is a false alert.
 */
final class Scoreboard {
  /** Windows and hold times let an alert come after the fault; recovery is a change, too. */
  private static final long AFTER = 15_000;

  private static final double PASS = 0.8;

  private final List<Fault> faults;
  private final List<Fault> unfinished;
  private final List<Firing> firings;
  private final Set<Fault> found = new HashSet<>();
  private final List<Long> delays = new ArrayList<>();
  private final List<Firing> falseAlerts = new ArrayList<>();

  private Scoreboard(List<Fault> all, List<Firing> firings, long until) {
    this.faults = all.stream().filter(f -> f.end <= until).toList();
    this.unfinished = all.stream().filter(f -> f.end > until).toList();
    this.firings = firings;
    judge();
  }

  /** One line of the truth file. */
  record Fault(String sensor, String kind, long start, long end) {}

  /** An alert that fired. */
  record Firing(String sensor, String name, long at) {}

  /**
   * Reads both.
   *
   * @param from faults and firings before this do not count, epoch milliseconds
   * @param until nor do faults that are not over by then; their firings are not false, though
   */
  static Scoreboard of(
      Path truth, Topics topics, Map<String, String> client, long from, long until) {
    return new Scoreboard(faults(truth), firings(topics, client, from), until);
  }

  static Scoreboard of(List<Fault> faults, List<Firing> firings, long until) {
    return new Scoreboard(faults, firings, until);
  }

  private static boolean belongs(Firing firing, Fault fault) {
    return fault.sensor.equals(firing.sensor)
        && firing.at >= fault.start
        && firing.at <= fault.end + AFTER;
  }

  boolean passes() {
    return !faults.isEmpty() && found.size() >= PASS * faults.size();
  }

  int found() {
    return found.size();
  }

  int falseAlerts() {
    return falseAlerts.size();
  }

  String text(double historyRate, boolean interrupted) {
    StringBuilder text = new StringBuilder();
    text.append(String.format("%nScoreboard%s%n", interrupted ? " (ended early)" : ""));
    text.append(
        String.format(
            "  history           %,.0f events/s, published and processed%n", historyRate));
    text.append(String.format("  faults injected   %d%n", faults.size()));
    text.append(String.format("  found             %d%n", found.size()));
    text.append(
        String.format("  missed            %d %s%n", faults.size() - found.size(), missed()));
    text.append(
        String.format(
            "  false alerts      %d %s%n",
            falseAlerts.size(), falseAlerts.isEmpty() ? "" : falseAlerts));
    text.append(String.format("  median delay      %s%n", medianDelay()));
    text.append(
        passes()
            ? "Computed from the alert topic against the simulation's truth file, which the worker cannot see."
            : "Fewer than 80 % found.");
    return text.toString();
  }

  private List<String> missed() {
    return faults.stream()
        .filter(f -> !found.contains(f))
        .map(f -> f.kind + " of " + f.sensor)
        .toList();
  }

  private String medianDelay() {
    if (delays.isEmpty()) {
      return "-";
    }
    List<Long> sorted = delays.stream().sorted().toList();
    return String.format(Locale.ROOT, "%.1f s", sorted.get(sorted.size() / 2) / 1000.0);
  }

  private void judge() {
    for (Firing firing : firings) {
      boolean belongs = unfinished.stream().anyMatch(fault -> belongs(firing, fault));
      for (Fault fault : faults) {
        boolean its = belongs(firing, fault);
        belongs |= its;
        if (its && found.add(fault)) {
          delays.add(firing.at - fault.start);
        }
      }
      if (!belongs) {
        falseAlerts.add(firing);
      }
    }
  }

  private static List<Fault> faults(Path truth) {
    if (!Files.exists(truth)) {
      return List.of();
    }
    ObjectMapper json = new ObjectMapper();
    List<Fault> faults = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(truth)) {
        JsonNode fault = json.readTree(line);
        faults.add(
            new Fault(
                fault.path("sensor").asText(),
                fault.path("kind").asText(),
                Instant.parse(fault.path("start").asText()).toEpochMilli(),
                Instant.parse(fault.path("end").asText()).toEpochMilli()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + truth, e);
    }
    return faults;
  }

  private static List<Firing> firings(Topics topics, Map<String, String> client, long from) {
    List<Firing> firings = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, List.of(topics.alerts()))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(Duration.ofMillis(200))) {
          for (int i = 0; i < records.size(); i++) {
            byte[] value = records.value(i);
            if (value != null) {
              take(AlertCodec.read(value), from, firings);
            }
          }
        }
      }
    }
    firings.sort(java.util.Comparator.comparingLong(Firing::at));
    return firings;
  }

  private static void take(Alert alert, long from, List<Firing> firings) {
    String sensor = alert.labels().getOrEmpty("sensor");
    boolean simulated = sensor.startsWith("pump-");
    if (alert.status() == AlertStatus.FIRING && simulated && alert.startsAt() >= from) {
      firings.add(new Firing(sensor, alert.name(), alert.startsAt()));
    }
  }
}
