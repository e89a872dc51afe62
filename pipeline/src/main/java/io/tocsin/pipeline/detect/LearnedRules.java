package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.EntityFinding;
import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.Grade;
import io.tocsin.pipeline.anomaly.Phase;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.anomaly.Verdict;
import io.tocsin.pipeline.detect.AlertMachine.Seen;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import org.jspecify.annotations.Nullable;

/**
 * Rules whose condition is learned: a detector for each rule and series, and one for each rule and
 * sensor that looks at its series together.
 *
 * <p>A sensor's step is one reading of each of its series: it ends when all have reported, or when
 * one reports again or half its interval has passed.
 */
final class LearnedRules {
  /** The share of the threshold below which a series counts as usual again. */
  private static final double USUAL = 0.5;

  /** So many usual intervals without a reading are a silence. */
  private static final double OVERDUE = 3;

  /** Of its usual interval. */
  private static final double STEP = 0.5;

  private final Table<Watched, SeriesWatch> series;
  private final Table<WatchedSensor, SensorWatch> sensors;
  private final Alerts alerts;
  private final LearnedAlerts told;
  private final Teller teller;
  private final AlertCounts counts;
  private final Learning learning;
  private final Finding finding = new Finding();
  private final EntityFinding together = new EntityFinding();

  /** The sensor that was looked at last, in this batch: its readings come one after another. */
  private @Nullable WatchedSensor lastSensor;

  private @Nullable Cell<SensorWatch> lastCell;

  LearnedRules(
      ShardState state, Alerts alerts, Teller teller, AlertCounts counts, Degraded degraded) {
    series =
        state.table(
            new TableSpec<>(
                "detect.learned", SeriesWatch.VERSION, Watched.CODEC, SeriesWatch.CODEC));
    sensors =
        state.table(
            new TableSpec<>("detect.learned.sensors", 1, WatchedSensor.CODEC, SensorWatch.CODEC));
    this.alerts = alerts;
    this.told = new LearnedAlerts(alerts, teller, counts, degraded);
    this.teller = teller;
    this.counts = counts;
    this.learning = new Learning(state);
  }

  /** A batch begins: cells of the last one are not valid any more. */
  void begin() {
    lastSensor = null;
    lastCell = null;
  }

  /** How far the detectors are. */
  Learning learning() {
    return learning;
  }

  void look(AlertRule rule, Settings settings, Reading reading, Labels labels, long shardTime) {
    Watched watched = new Watched(rule.identity(), reading.series());
    Cell<SeriesWatch> cell = series.cell(watched);
    SeriesWatch watch = cell.get();
    if (watch == null) {
      watch = new SeriesWatch(new byte[0], null);
      cell.set(watch);
    }
    SeriesDetector detector = watch.with(settings);
    Verdict verdict = watch.add(detector, reading.time(), reading.value(), finding);
    counts.evaluations++;
    if (verdict == Verdict.OUT_OF_ORDER) {
      return;
    }
    cell.changed();
    Phase phase = detector.phase();
    if (phase != watch.phase()) {
      learning.moved(rule, watched, watch.phase(), phase);
      watch.phase(phase);
    }
    // The step before ends first: it is the older one.
    long until = shardTime + patience(rule, detector);
    Cell<SensorWatch> sensor = watch.sensor();
    if (sensor == null || !sensor.valid()) {
      sensor = sensor(rule, reading.sensor());
      watch.sensor(sensor);
    }
    SensorWatch of = member(sensor, watch, settings, reading.series(), labels);
    boolean shared = of.entity().members() > 1;
    if (shared && of.isOver(watch.place(), reading.time(), STEP * detector.usualIntervalMs())) {
      close(rule, settings, reading.sensor(), of, until, shardTime);
    }
    tell(rule, settings, reading, labels, verdict, until, shardTime);
    if (shared) {
      of.add(watch.place(), reading.time(), verdict, finding);
      sensor.changed();
      if (of.entity().isComplete()) {
        close(rule, settings, reading.sensor(), of, until, shardTime);
      }
    }
  }

  private Cell<SensorWatch> sensor(AlertRule rule, SensorId sensor) {
    Cell<SensorWatch> cell = lastCell;
    WatchedSensor last = lastSensor;
    if (cell == null
        || last == null
        || !last.sensor().equals(sensor)
        || !last.rule().equals(rule.identity())) {
      last = new WatchedSensor(rule.identity(), sensor);
      cell = sensors.cell(last);
      lastSensor = last;
      lastCell = cell;
    }
    return cell;
  }

  private static SensorWatch member(
      Cell<SensorWatch> cell, SeriesWatch watch, Settings settings, Series of, Labels labels) {
    SensorWatch sensor = cell.get();
    if (sensor == null) {
      sensor = new SensorWatch(labels);
      cell.set(sensor);
    }
    sensor.with(settings);
    if (watch.place() < 0) {
      String name = of.labels().isEmpty() ? of.metric() : of.metric() + of.labels();
      int known = sensor.entity().members();
      watch.place(sensor.entity().member(name));
      if (sensor.entity().members() > known) {
        sensor.common(labels);
        cell.changed();
      }
    }
    return sensor;
  }

  /**
   * A series that is read seldom is not silent between two readings: its silence counts from when
   * the next one is overdue.
   */
  private static long patience(AlertRule rule, SeriesDetector detector) {
    return Math.max(0, (long) (OVERDUE * detector.usualIntervalMs()) - rule.timing().onNoData());
  }

  private void tell(
      AlertRule rule,
      Settings settings,
      Reading reading,
      Labels labels,
      Verdict verdict,
      long until,
      long shardTime) {
    boolean found = verdict == Verdict.FINDING;
    if (!found && !alerts.any(reading.sensor(), rule)) {
      return;
    }
    String metric = reading.series().metric();
    Seen seen = new Seen(reading.time(), until, reading.value(), teller.past(reading.time()));
    told.look(
        rule,
        reading.sensor(),
        labels.with("metric", metric),
        new LearnedAlerts.Judged(
            found,
            finding.level() >= USUAL * settings.threshold(),
            finding.grade(),
            new Expected(finding.low(), finding.high()),
            found ? metric + ": " + finding.explain().sentence() : ""),
        seen,
        shardTime);
  }

  /**
   * Ends a sensor's step. What its series tell by themselves is not told again: the sensor's alert
   * is for metrics that agree, or that part from each other while each is as usual.
   */
  private void close(
      AlertRule rule,
      Settings settings,
      SensorId sensor,
      SensorWatch watch,
      long until,
      long shardTime) {
    boolean found = watch.close(together) == Verdict.FINDING;
    boolean news = found && (together.grade() != Grade.EVIDENCE || together.inNovelty() == 0);
    if (!news && !alerts.any(sensor, rule)) {
      return;
    }
    long time = watch.last();
    told.look(
        rule,
        sensor,
        watch.labels(),
        new LearnedAlerts.Judged(
            news,
            together.level() >= USUAL * settings.threshold(),
            together.grade(),
            null,
            news ? together.sentence() : ""),
        new Seen(time, until, together.surprise(), teller.past(time)),
        shardTime);
  }

  /** What a series' detector is kept for. */
  record Watched(String rule, Series series) {
    static final Codec<Watched> CODEC =
        Codecs.of(
            (watched, out) -> {
              out.putString(watched.rule());
              Codecs.SERIES.write(watched.series(), out);
            },
            in -> new Watched(in.getString(), Codecs.SERIES.read(in, 1)));
  }

  /** What a sensor's detector is kept for. */
  record WatchedSensor(String rule, SensorId sensor) {
    static final Codec<WatchedSensor> CODEC =
        Codecs.of(
            (watched, out) -> {
              out.putString(watched.rule());
              Codecs.SENSOR_ID.write(watched.sensor(), out);
            },
            in -> new WatchedSensor(in.getString(), Codecs.SENSOR_ID.read(in, 1)));
  }
}
