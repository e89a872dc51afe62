package io.tocsin.deploy.cli;

import static io.tocsin.deploy.cli.CommandLineRun.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.EventCodec;
import io.tocsin.connectors.codec.EventFile;
import io.tocsin.connectors.codec.FileLine;
import io.tocsin.connectors.kafka.EdgePublisher;
import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.worker.ActiveRules;
import io.tocsin.deploy.worker.CompositeRules;
import io.tocsin.deploy.worker.Source;
import io.tocsin.deploy.worker.WorkerProcess;
import io.tocsin.deploy.worker.WorkerSettings;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.flow.OutRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Rules change again and again in a real worker through which events flow. */
class RuleChangeUnderLoadIT {
  private static final int CHUNK = 2000;
  private static final int CHANGES = 15;

  private static final String CHANGED =
      """
        - alert: Kept
          expr: max_over_time(temp_c[1m]) > %d
          for: 15s
        - alert: Rebuilt
          expr: avg_over_time(temp_c[%s]) > 74
      """;

  @TempDir private Path folder;
  private final EventCodec codec = new EventCodec();
  private Path data = Path.of("");
  private Path before = Path.of("");
  private Path after = Path.of("");

  @BeforeEach
  void write() throws IOException {
    data = PlantData.write(folder.resolve("data.csv"), 30, 2000);
    String old = PlantData.RULES + CHANGED.formatted(90, "1m");
    before = Files.writeString(folder.resolve("before.yaml"), old);
    String changed = PlantData.RULES + CHANGED.formatted(77, "10m");
    after = Files.writeString(folder.resolve("after.yaml"), changed);
  }

  @Test
  void otherRulesTellTheSameAndTheChangedOnesWhatThePlanSaid()
      throws IOException, InterruptedException {
    assertThat(run("plan", "--against", before, after))
        .contains("kept      plant/Kept", "rebuilt   plant/Rebuilt  warm after 9m");

    Path told = Files.createDirectories(folder.resolve("told"));
    long changedAt = replayWithChanges(told);
    List<String> lines = Files.readAllLines(told.resolve("alerts.jsonl"));
    List<String> old = backtest(before);
    List<String> next = backtest(after);

    assertThat(unchanged(lines)).hasSizeGreaterThan(300).isEqualTo(unchanged(old));
    assertThat(unchanged(next)).isEqualTo(unchanged(old));
    // What was true already when the rules changed is over by then, and the longest window is full.
    long later = changedAt + Duration.ofMinutes(20).toMillis();
    for (String rule : List.of("Kept", "Rebuilt")) {
      assertThat(begins(lines, rule, later))
          .as(rule)
          .hasSizeGreaterThan(20)
          .isEqualTo(begins(next, rule, later))
          .isNotEqualTo(begins(old, rule, later));
    }
  }

  /** Returns an event time after which no shard used the old rules any more. */
  private long replayWithChanges(Path out) throws IOException, InterruptedException {
    Loaded old = RulesOption.load(before, null);
    Loaded next = RulesOption.load(after, null);
    EmbeddedBroker broker = EmbeddedBroker.startTemporary(Map.of());
    Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    Source input =
        new Source(
            "in",
            List.of("run.in"),
            CodecSettings.of("native"),
            false,
            old.file().sources().get(0).window());
    WorkerSettings settings =
        old.settings(client, "w", 2)
            .finite("run", input, Set.of("ingest", "detect", "respond"), folder.resolve("state"));
    ActiveRules active = old.active();
    ConsoleReceiver console =
        new ConsoleReceiver(new PrintStream(PrintStream.nullOutputStream()), false, ZoneOffset.UTC);
    try (WorkerProcess process = new WorkerProcess(broker, settings, active, console);
        EventFile file = EventFile.open(data, "")) {
      long changedAt = Long.MIN_VALUE;
      long published = Long.MIN_VALUE;
      for (int chunk = 0; ; chunk++) {
        List<SensorEvent> events = events(file);
        if (events.isEmpty()) {
          break;
        }
        publish(client, events);
        published = Math.max(published, events.get(events.size() - 1).time());
        if (chunk < CHANGES) {
          Loaded other = chunk % 2 == 0 ? next : old;
          active.change(
              other.ruleSet(), other.rules(), CompositeRules.of(other.ruleSet()), other.texts());
          changedAt = published;
        }
      }
      assertThat(active.current().texts()).isEqualTo(next.texts());
      Replay replay = new Replay(process, client, new PrintWriter(new StringWriter()));
      ReplayReport.write(out, settings.topics(), client, replay.run(List.of(), "", 0));
      return changedAt;
    }
  }

  private static List<SensorEvent> events(EventFile file) throws IOException {
    List<SensorEvent> events = new ArrayList<>();
    while (events.size() < CHUNK) {
      FileLine line = file.next();
      if (line == null) {
        break;
      }
      events.addAll(line.events());
    }
    return events;
  }

  private void publish(Map<String, String> client, List<SensorEvent> events) {
    try (EdgePublisher publisher = new EdgePublisher(client)) {
      publisher
          .publish(
              Flux.fromIterable(events)
                  .map(
                      e ->
                          new OutRecord(
                              "run.in",
                              OutRecord.BY_KEY,
                              codec.key(e),
                              codec.value(e),
                              Map.of(),
                              -1,
                              false)))
          .doOnNext(CommandFailed::ifRefused)
          .blockLast();
    }
  }

  private List<String> backtest(Path rules) throws IOException {
    Path alerts = folder.resolve("alerts-" + rules.getFileName());
    run("backtest", "--rules", rules, "--alerts", alerts, data);
    return Files.readAllLines(alerts);
  }

  private static List<String> unchanged(List<String> lines) {
    return lines.stream()
        .filter(line -> !List.of("Kept", "Rebuilt").contains(alert(line).name()))
        .toList();
  }

  /** When alerts of a rule began to fire after a time, and of which sensor. */
  private static List<String> begins(List<String> lines, String rule, long after) {
    return lines.stream()
        .map(RuleChangeUnderLoadIT::alert)
        .filter(a -> a.name().equals(rule) && a.status() == AlertStatus.FIRING)
        .filter(a -> a.startsAt() > after)
        .map(a -> a.startsAt() + " " + a.component() + " " + a.value())
        .toList();
  }

  private static Alert alert(String line) {
    return AlertCodec.read(line.getBytes(UTF_8));
  }
}
