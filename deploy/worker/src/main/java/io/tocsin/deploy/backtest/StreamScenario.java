package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.correlate.CompositeStage;
import io.tocsin.pipeline.detect.DetectOutput;
import io.tocsin.pipeline.detect.DetectSettings;
import io.tocsin.pipeline.detect.DetectStage;
import io.tocsin.pipeline.detect.Rules;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.promql.unittest.StreamAlerts;
import io.tocsin.pipeline.promql.unittest.UnitTestFile;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.window.WindowPlan;
import io.tocsin.pipeline.window.WindowSettings;
import io.tocsin.pipeline.window.WindowStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One scenario of a unit test on the streaming engine, in virtual time that ticks: whatever was
 * said to come by then has come, nothing is late, and silence is silence at once. For one thread.
 */
public final class StreamScenario implements StreamAlerts.Run {
  private static final ShardId ID = new ShardId("detect", "test.events", 0);

  /** Looks further apart than that would count as gaps in listening, milliseconds. */
  private static final long LISTENS = 1_000;

  private static final List<String> NOT_LABELS = List.of("__name__", "sensor");

  private final UnitTestFile.Scenario scenario;
  private final long tick;
  private final WindowStage window;
  private final DetectStage detect;
  private final CompositeStage composites;
  private final List<Alert> told = new ArrayList<>();
  private final Map<String, Alert> active = new LinkedHashMap<>();
  private long now = -1;
  private int loaded;
  private int reported;

  StreamScenario(
      UnitTestFile.Scenario scenario,
      long tick,
      Rules rules,
      List<io.tocsin.pipeline.correlate.CompositeRule> composed) {
    this.scenario = scenario;
    this.tick = Math.min(tick, LISTENS);
    ShardContext shard = new ShardContext(ID, States.inMemory(), new Credit());
    WindowSettings settings =
        WindowSettings.DEFAULTS
            .withMaxOutOfOrder(Duration.ZERO)
            .withIdleAfter(Duration.ZERO)
            .withGrace(Duration.ZERO);
    WindowPlan plan = rules.windowPlan(0, List.of());
    window = WindowStage.of(settings, plan, shard);
    detect = DetectStage.of(rules, DetectSettings.DEFAULTS.finite(), shard);
    composites = new CompositeStage(composed, States.inMemory());
  }

  @Override
  public List<UnitTestFile.ExpectedAlert> firing(String alert, long at) {
    while (now < at) {
      step(Math.min(at, now < 0 ? 0 : (now / tick + 1) * tick));
    }
    List<UnitTestFile.ExpectedAlert> found = new ArrayList<>();
    for (Alert one : active.values()) {
      if (one.name().equals(alert)) {
        found.add(new UnitTestFile.ExpectedAlert(one.labels(), one.annotations()));
      }
    }
    return found;
  }

  /** Every transition so far, in order. */
  List<Alert> told() {
    return List.copyOf(told);
  }

  private void step(long to) {
    now = to;
    List<Input> input = new ArrayList<>();
    long interval = scenario.interval().toMillis();
    for (; loaded * interval <= now; loaded++) {
      long time = loaded * interval;
      for (UnitTestFile.InputSeries series : scenario.series()) {
        if (loaded < series.values().size()) {
          series
              .values()
              .get(loaded)
              .ifPresent(v -> input.add(new Arrival(new Reading(named(series), time, v), time, 0)));
        }
      }
    }
    while (reported < scenario.reports().size()
        && scenario.reports().get(reported).at().toMillis() <= now) {
      UnitTestFile.InputReport report = scenario.reports().get(reported++);
      input.add(new Arrival(report(report), report.at().toMillis(), 0));
    }
    tell(input, Now.behind(now));
    tell(List.of(), new Now(now, now));
  }

  private void tell(List<Input> input, Now at) {
    Batch<Input> batch = Batch.of(ID, at, Records.NONE).with(input);
    List<Alert> alerts = new ArrayList<>();
    for (DetectOutput output : detect.apply(window.apply(batch)).items()) {
      if (output instanceof DetectOutput.Alerted alerted) {
        alerts.add(alerted.alert());
      } else if (output instanceof DetectOutput.Noted noted) {
        alerts.add(noted.alert());
      }
    }
    for (Alert alert : composites.apply(alerts)) {
      told.add(alert);
      if (alert.status().active()) {
        active.put(alert.fingerprint(), alert);
      } else {
        active.remove(alert.fingerprint());
      }
    }
  }

  private static Series named(UnitTestFile.InputSeries series) {
    Labels labels = series.labels();
    String sensor = labels.getOrEmpty("sensor");
    return new Series(
        new SensorId(sensor.isEmpty() ? "-" : sensor),
        labels.getOrEmpty("__name__"),
        labels.without(NOT_LABELS));
  }

  private static Report report(UnitTestFile.InputReport of) {
    return new Report(
        new SensorId(of.sensor()),
        of.component().isEmpty() ? of.sensor() : of.component(),
        of.type(),
        of.severity(),
        of.at().toMillis(),
        "",
        Map.of(),
        Map.of(),
        of.labels());
  }
}
