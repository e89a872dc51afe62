package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.MarkRead;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.file.RuleDefaults;
import io.tocsin.pipeline.rule.file.RuleFile;
import io.tocsin.pipeline.rule.file.RuleFileReader;
import io.tocsin.pipeline.rule.file.RuleSet;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.window.ExpectedSensor;
import io.tocsin.pipeline.window.Statistic;
import io.tocsin.pipeline.window.WindowOutput;
import io.tocsin.pipeline.window.WindowSettings;
import io.tocsin.pipeline.window.WindowStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Window and detect stage of one shard under a rule file, and what they told. */
final class DetectShard {
  static final ShardId ID = new ShardId("detect", "tocsin.events", 0);

  /** All that adds up over sites. */
  static final List<Statistic> ADDED =
      Stream.of("count", "sum", "mean", "std", "min", "max", "first", "last", "p50", "p99")
          .map(name -> Statistic.named(name).orElseThrow())
          .toList();

  private final ShardId id;
  private final WindowSettings windowSettings;
  private final DetectSettings detectSettings;
  private final StateStore store;
  private Rules rules;
  private ShardState state;
  private WindowStage window;
  private DetectStage detect;
  private long wall;

  final List<DetectOutput> out = new ArrayList<>();
  final List<Rejection> rejected = new ArrayList<>();

  private DetectShard(
      ShardId id, StateStore store, Rules rules, WindowSettings windows, DetectSettings detects) {
    this.id = id;
    this.store = store;
    this.state = States.open(store, CacheBudget.unbounded());
    this.rules = rules;
    windowSettings = windows;
    detectSettings = detects;
    open();
  }

  /** A live shard with the default settings. */
  static DetectShard live(String... yaml) {
    return of(WindowSettings.DEFAULTS, DetectSettings.DEFAULTS, yaml);
  }

  static DetectShard of(WindowSettings windows, DetectSettings detects, String... yaml) {
    return of(rules(yaml), windows, detects);
  }

  /** A shard that goes on with what is stored. */
  static DetectShard restored(StateStore store, String... yaml) {
    return new DetectShard(
        ID, store, rules(yaml), WindowSettings.DEFAULTS, DetectSettings.DEFAULTS);
  }

  static DetectShard of(Rules rules, WindowSettings windows, DetectSettings detects) {
    return new DetectShard(ID, States.inMemoryStore(), rules, windows, detects);
  }

  /** One of several shards. */
  static DetectShard partition(int partition, WindowSettings windows, String... yaml) {
    ShardId id = new ShardId(ID.task(), ID.topic(), partition);
    return new DetectShard(
        id, States.inMemoryStore(), bySite(rules(yaml)), windows, DetectSettings.DEFAULTS);
  }

  /** The rules, and summaries of each site. */
  static Rules bySite(Rules rules) {
    return rules.summedBy(List.of(List.of("site")), Duration.ofHours(1));
  }

  static Rules rules(String... yaml) {
    RuleCompiler.Result result = compile(yaml);
    if (!result.refused().isEmpty()) {
      throw new IllegalArgumentException(result.refused().toString());
    }
    return result.rules();
  }

  static RuleCompiler.Result compile(String... yaml) {
    Problems problems = new Problems();
    RuleFile file =
        new RuleFileReader(Environment.EMPTY, RuleDefaults.STANDARD, problems)
            .read("rules.yaml", String.join("\n", yaml));
    RuleSet set = RuleSet.of(List.of(file), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    return RuleCompiler.compile(set, DetectSettings.DEFAULTS, Set.of());
  }

  private void open() {
    ShardContext context = new ShardContext(id, state, new Credit());
    List<Statistic> statistics = rules.summaries() == null ? Statistic.BASIC : ADDED;
    window = WindowStage.of(windowSettings, rules.windowPlan(60_000, statistics), context);
    detect = DetectStage.of(rules, detectSettings, context);
  }

  /** Stores what has changed. */
  DetectShard commit() {
    state.drain();
    state.committed(new Position(0, 0, 0));
    return this;
  }

  /** Everything in memory is lost; the stored bytes are what the next batch starts from. */
  DetectShard restart() {
    commit();
    state = States.open(store, CacheBudget.unbounded());
    open();
    return this;
  }

  /** What is stored after a commit. */
  StateStore stored() {
    restart();
    return store;
  }

  /** The same with other rules. */
  DetectShard restart(String... yaml) {
    rules = rules(yaml);
    return restart();
  }

  /** Other rules hold from the next batch on, over the objects that are there. */
  DetectShard change(String... yaml) {
    rules = rules(yaml);
    state.reopen();
    open();
    return this;
  }

  /** Rules are written that cannot be used. */
  DetectShard refused(@Nullable String problem) {
    detect.refused(problem);
    return this;
  }

  DetectShard take(List<? extends Input> items) {
    return batch(items, Now.behind(wall));
  }

  DetectShard take(Input... items) {
    return take(List.of(items));
  }

  DetectShard wall(long seconds) {
    wall = seconds * 1000;
    return this;
  }

  /** Everything appended before this time has been read. */
  DetectShard caughtUp(Duration at) {
    wall = at.toMillis();
    return batch(List.of(), new Now(wall, wall));
  }

  DetectShard batch(List<? extends Input> items, Now now) {
    Batch<Input> batch = Batch.of(id, now, Records.NONE).with(List.copyOf(items));
    Batch<WindowOutput> windows = window.apply(batch);
    out.addAll(detect.apply(windows).items());
    rejected.addAll(batch.rejections());
    state.batchEnd();
    return this;
  }

  DetectShard expect(String... sensors) {
    window.expect(
        Stream.of(sensors)
            .map(name -> new ExpectedSensor(new SensorId(name), Labels.of("site", "x")))
            .toList());
    return this;
  }

  /** A writer says that everything of it up to this time is there. */
  DetectShard mark(long seconds) {
    return take(new MarkRead(new Mark("events-0", seconds * 1000), 0));
  }

  List<Summary> summaries() {
    return out.stream()
        .filter(DetectOutput.Summarised.class::isInstance)
        .map(told -> ((DetectOutput.Summarised) told).summary())
        .toList();
  }

  DetectShard end() {
    return take(new MarkRead(new Mark("events-0", Mark.END), 0));
  }

  DetectStats stats() {
    return detect.stats();
  }

  LearningStats learning() {
    return detect.learning();
  }

  /** What was told, and what the shard has to say for itself. */
  List<Alert> alerts() {
    List<Alert> alerts = new ArrayList<>();
    for (DetectOutput told : out) {
      if (told instanceof DetectOutput.Alerted alerted) {
        alerts.add(alerted.alert());
      } else if (told instanceof DetectOutput.Noted noted) {
        alerts.add(noted.alert());
      }
    }
    return alerts;
  }

  /** What was told, one line for each transition: name, sensor, status, reason, its time in s. */
  List<String> timeline() {
    return alerts().stream().map(DetectShard::line).toList();
  }

  private static String line(Alert alert) {
    long time = alert.endsAt() == Alert.OPEN ? alert.startsAt() : alert.endsAt();
    return "%s %s %s %s %s"
        .formatted(alert.name(), alert.component(), alert.status(), alert.reason(), time / 1000.0)
        .replaceAll("\\.0$", "");
  }

  static Arrival reading(String sensor, String metric, double seconds, double value) {
    return reading(sensor, metric, seconds, value, seconds);
  }

  static Arrival reading(
      String sensor, String metric, double seconds, double value, double appended) {
    Series series = new Series(new SensorId(sensor), metric, Labels.NONE);
    return new Arrival(
        new Reading(series, Math.round(seconds * 1000), value), Math.round(appended * 1000), 0);
  }

  static Arrival report(String sensor, String type, Severity severity, double seconds) {
    Report report =
        new Report(
            new SensorId(sensor),
            sensor,
            type,
            severity,
            Math.round(seconds * 1000),
            "",
            Map.of(),
            Map.of(),
            Labels.NONE);
    return new Arrival(report, Math.round(seconds * 1000), 0);
  }
}
