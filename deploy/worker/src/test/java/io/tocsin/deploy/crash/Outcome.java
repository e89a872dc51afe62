package io.tocsin.deploy.crash;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.SummaryCodec;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.deploy.crash.CrashInput.Transition;
import io.tocsin.deploy.crash.CrashInput.Window;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a {@code read_committed} consumer of the output topics saw, against what must have come.
 *
 * @param expected how many windows and transitions
 * @param lost how many of them never came
 * @param doubled how many came more than once
 * @param wrong what came and should not have
 */
record Outcome(long expected, List<?> lost, List<?> doubled, List<?> wrong) {
  /** Reads summaries and alerts from their beginning to their end. */
  static Outcome of(
      Map<String, String> client, Set<Window> windows, Set<Transition> transitions, long until) {
    Map<Object, Integer> seen = new HashMap<>();
    try (TopicReader reader =
        new TopicReader(client, List.of("tocsin.summaries", "tocsin.alerts"))) {
      while (!reader.atEnd()) {
        for (Records records : reader.poll(Duration.ofMillis(500))) {
          for (int i = 0; i < records.size(); i++) {
            byte[] value = Objects.requireNonNull(records.value(i));
            if (!records.topic().endsWith("alerts")) {
              seen.merge(window(value), 1, Integer::sum);
              continue;
            }
            Alert alert = AlertCodec.read(value);
            // What the pipeline says of itself, as that its upstream stands still, is no result.
            if (alert.name().equals(Site.ALERT)) {
              seen.merge(transition(alert), 1, Integer::sum);
            }
          }
        }
      }
    }
    // Windows of the closing readings, if anything ever closes them, are nobody's concern.
    seen.keySet().removeIf(o -> o instanceof Window w && w.start() >= until);
    Set<Object> expected = new HashSet<>(windows);
    expected.addAll(transitions);
    return new Outcome(
        expected.size(),
        expected.stream().filter(o -> !seen.containsKey(o)).toList(),
        seen.entrySet().stream()
            .filter(e -> e.getValue() > 1)
            .flatMap(e -> Stream.of(e.getKey()))
            .toList(),
        seen.keySet().stream().filter(o -> !expected.contains(o)).toList());
  }

  boolean exact() {
    return lost.isEmpty() && doubled.isEmpty() && wrong.isEmpty();
  }

  String sum() {
    return "%,d results expected: lost %d, doubled %d, wrong %d"
        .formatted(expected, lost.size(), doubled.size(), wrong.size());
  }

  private static Object window(byte[] value) {
    Summary s = SummaryCodec.read(value);
    Map<String, Double> stats = s.stats();
    return s.revision() > 0
        ? s
        : new Window(
            s.labels().getOrEmpty("sensor"),
            s.start(),
            stats.getOrDefault("count", Double.NaN),
            stats.getOrDefault("sum", Double.NaN),
            stats.getOrDefault("min", Double.NaN),
            stats.getOrDefault("max", Double.NaN));
  }

  private static Object transition(Alert a) {
    boolean firing = a.status() == AlertStatus.FIRING;
    return firing || a.status() == AlertStatus.RESOLVED
        ? new Transition(a.labels().getOrEmpty("sensor"), a.time(), firing)
        : a;
  }
}
