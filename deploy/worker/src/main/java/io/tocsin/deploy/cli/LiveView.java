package io.tocsin.deploy.cli;

import io.tocsin.connectors.codec.SummaryCodec;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.deploy.worker.AlertView;
import io.tocsin.pipeline.correlate.IncidentPriority;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.event.IncidentStatus;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Records;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The live part of the demo as a person sees it: on a terminal a screen that is drawn anew each
 * second, elsewhere a line for each new alert and a sum every ten seconds.
 */
final class LiveView implements AutoCloseable {
  private static final int ROWS = 12;
  private static final int SPARK = 24;

  private final AlertView alerts;
  private final TopicReader outputs;
  private final Topics topics;
  private final Audit audit;
  private final WorkerChild worker;
  private final PrintWriter out;
  private final boolean terminal = Terminal.attached();
  private final Map<String, Deque<Double>> recent = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private long windows;
  private long readings;
  private long lastReadings;
  private String notice = "";

  LiveView(
      Topics topics, Map<String, String> client, Audit audit, WorkerChild worker, PrintWriter out) {
    this.topics = topics;
    this.audit = audit;
    this.worker = worker;
    this.out = out;
    alerts = new AlertView(topics, client);
    outputs = new TopicReader(client, audit.topics()).fromEnd();
  }

  /** Shows until a wall time, or until it is interrupted. */
  void run(long until, CountDownLatch interrupted) throws InterruptedException {
    long next = System.currentTimeMillis();
    int turn = 0;
    while (System.currentTimeMillis() < until && interrupted.getCount() > 0) {
      for (Records records : outputs.poll(Duration.ofMillis(100))) {
        audit.take(records, System.currentTimeMillis());
        take(records);
      }
      audit.verdicts(System.currentTimeMillis()).forEach(this::notice);
      keys();
      if (System.currentTimeMillis() >= next) {
        draw(until, turn++);
        next += 1000;
      }
      boolean cut = interrupted.await(50, TimeUnit.MILLISECONDS);
      if (cut) {
        return;
      }
    }
  }

  private void take(Records records) {
    if (!records.topic().equals(topics.summaries())) {
      return;
    }
    for (int i = 0; i < records.size(); i++) {
      byte[] value = records.value(i);
      if (value == null) {
        continue;
      }
      Summary summary = SummaryCodec.read(value);
      windows++;
      readings += summary.stats().getOrDefault("count", 0.0).longValue();
      String series =
          summary.labels().getOrEmpty("sensor") + " " + summary.labels().getOrEmpty("__name__");
      Deque<Double> line = recent.computeIfAbsent(series, s -> new ArrayDeque<>());
      line.addLast(summary.stats().getOrDefault("mean", Double.NaN));
      if (line.size() > SPARK) {
        line.removeFirst();
      }
    }
  }

  private void keys() throws InterruptedException {
    try {
      while (System.in.available() > 0) {
        if (System.in.read() == 'k') {
          notice("worker killed (SIGKILL), another starts…");
          worker.kill();
          // Nothing of the dead one is appended after this.
          audit.killed(System.currentTimeMillis());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot read the keyboard", e);
    }
  }

  /** On a screen the next drawing would wipe it out. */
  private void notice(String line) {
    notice = line;
    if (!terminal) {
      say(line);
    }
  }

  private void draw(long until, int turn) {
    if (terminal) {
      screen(until);
    } else {
      lines(until, turn);
    }
  }

  private void lines(long until, int turn) {
    for (Alert alert : alerts.alerts()) {
      if (!alert.historical() && told.add(alert.id())) {
        say("  " + Demo.clock(alert.startsAt()) + "  " + describe(alert));
      }
    }
    if (turn % 10 == 0) {
      say(
          String.format(
              "%s  %,d s to go, %,d readings/s in windows, %d active alerts, %d open incidents%s",
              Demo.clock(System.currentTimeMillis()),
              Math.max(0, (until - System.currentTimeMillis()) / 1000),
              (readings - lastReadings) / 10,
              alerts.alerts().size(),
              open().size(),
              worker.alive() ? "" : "  WORKER IS NOT RUNNING: see its log"));
      lastReadings = readings;
    }
  }

  private void screen(long until) {
    StringBuilder text = new StringBuilder("\u001b[H\u001b[2J");
    long now = System.currentTimeMillis();
    text.append(
        String.format(
            "tocsin demo   %s   %d s to go   %,d windows closed   worker %s, killed %d times%n%n",
            Demo.clock(now),
            Math.max(0, (until - now) / 1000),
            windows,
            worker.alive() ? "running" : "DOWN",
            worker.kills()));
    text.append(notice).append(String.format("%n%n"));
    text.append(
        String.format(
            "%8s %-9s %-14s %-22s %5s  %s%n",
            "PRIORITY", "SEVERITY", "COMPONENT", "TYPE", "COUNT", "WHY"));
    for (Incident incident : open().stream().limit(ROWS).toList()) {
      text.append(
          String.format(
              "%8.0f %-9s %-14s %-22s %5d  %s%n",
              IncidentPriority.DEFAULTS.of(incident, now),
              incident.severity(),
              incident.component(),
              incident.type(),
              incident.count(),
              incident.summary()));
    }
    text.append(String.format("%nALERTS%n"));
    alerts.alerts().stream()
        .sorted(Comparator.comparing(Alert::startsAt).reversed())
        .limit(ROWS)
        .forEach(
            a ->
                text.append("  ")
                    .append(Demo.clock(a.startsAt()))
                    .append("  ")
                    .append(describe(a))
                    .append(System.lineSeparator()));
    text.append(
        String.format(
            "%nNow you:  %s send pump-7 pressure=99    yes >/dev/null    k Enter kills the worker    Ctrl-C ends%n",
            Terminal.command()));
    out.print(text);
    out.flush();
  }

  private String describe(Alert alert) {
    Expected usual = alert.expected();
    String expected = usual == null ? "" : ", expected " + usual.text("%.3g"::formatted);
    String state = alert.status() == AlertStatus.UNKNOWN ? " (silent)" : "";
    return String.format(
        "%-8s %-10s %-22s %s value %.4g%s%s  %s",
        alert.severity(),
        alert.component(),
        alert.name(),
        spark(alert),
        alert.value(),
        expected,
        state,
        alert.explanation());
  }

  private String spark(Alert alert) {
    String metric = alert.labels().getOrEmpty("metric");
    Deque<Double> line =
        recent.entrySet().stream()
            .filter(e -> e.getKey().startsWith(alert.labels().getOrEmpty("sensor") + " "))
            .filter(
                e ->
                    metric.isEmpty()
                        ? alert
                            .explanation()
                            .contains(e.getKey().substring(e.getKey().indexOf(' ') + 1))
                        : e.getKey().endsWith(" " + metric))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseGet(ArrayDeque::new);
    return Sparkline.of(line);
  }

  private List<Incident> open() {
    long now = System.currentTimeMillis();
    return alerts.incidents().stream()
        .filter(i -> i.status() != IncidentStatus.RESOLVED)
        .sorted(
            Comparator.<Incident>comparingDouble(i -> IncidentPriority.DEFAULTS.of(i, now))
                .reversed()
                .thenComparing(Incident::id))
        .toList();
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void close() {
    alerts.close();
    outputs.close();
  }
}
