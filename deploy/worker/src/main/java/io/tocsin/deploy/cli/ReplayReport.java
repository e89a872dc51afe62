package io.tocsin.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.flow.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a replay leaves behind. */
final class ReplayReport {
  private static final Duration POLL = Duration.ofMillis(200);

  private ReplayReport() {}

  /** Writes alerts in the order of their times, incidents as they ended, and the sums. */
  static void write(Path out, Topics topics, Map<String, String> client, Replay.Result result)
      throws IOException {
    List<Alert> alerts = new ArrayList<>();
    Map<String, byte[]> incidents = new TreeMap<>();
    try (TopicReader reader =
        new TopicReader(client, List.of(topics.alerts(), topics.incidents()))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(POLL)) {
          take(records, topics, alerts, incidents);
        }
      }
    }
    alerts.sort(
        Comparator.comparingLong(Alert::time)
            .thenComparing(Alert::fingerprint)
            .thenComparingInt(Alert::revision));
    Files.write(
        out.resolve("alerts.jsonl"),
        alerts.stream().map(a -> new String(AlertCodec.value(a), UTF_8)).toList());
    Files.write(
        out.resolve("incidents.jsonl"),
        incidents.values().stream().map(v -> new String(v, UTF_8)).toList());
    ObjectNode summary = new ObjectMapper().createObjectNode();
    summary.put("lines", result.lines());
    summary.put("events", result.events());
    summary.put("bad_lines", result.bad());
    summary.put("seconds", result.seconds());
    summary.put("events_per_s", rate(result));
    summary.put("firings", firings(alerts));
    summary.put("alerts", alerts.size());
    summary.put("incidents", incidents.size());
    Files.writeString(out.resolve("summary.json"), summary.toPrettyString() + "\n");
  }

  /** The sums for people. */
  static String text(Path out, Replay.Result result) throws IOException {
    try (var alerts = Files.lines(out.resolve("alerts.jsonl"));
        var incidents = Files.lines(out.resolve("incidents.jsonl"))) {
      long firings = alerts.filter(line -> line.startsWith("{\"status\":\"firing\"")).count();
      return String.format(
          "%,d events in %.1f s (%,.0f/s), %,d bad lines; %,d firings, %,d incidents: see %s",
          result.events(),
          result.seconds(),
          rate(result),
          result.bad(),
          firings,
          incidents.count(),
          out);
    }
  }

  private static long firings(List<Alert> alerts) {
    return alerts.stream().filter(a -> a.status() == AlertStatus.FIRING).count();
  }

  private static double rate(Replay.Result result) {
    return result.seconds() == 0 ? 0 : result.events() / result.seconds();
  }

  private static void take(
      Records records, Topics topics, List<Alert> alerts, Map<String, byte[]> incidents) {
    for (int i = 0; i < records.size(); i++) {
      byte[] value = records.value(i);
      byte[] key = records.key(i);
      if (records.topic().equals(topics.alerts()) && value != null) {
        alerts.add(AlertCodec.read(value));
      } else if (key != null && value != null) {
        incidents.put(new String(key, UTF_8), value);
      } else if (key != null) {
        incidents.remove(new String(key, UTF_8));
      }
    }
  }
}
