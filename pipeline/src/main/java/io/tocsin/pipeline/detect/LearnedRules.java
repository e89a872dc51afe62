package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Finding;
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

/** Rules whose condition is learned: one detector for each rule and series. */
final class LearnedRules {
  /** The share of the threshold below which a series counts as usual again. */
  private static final double USUAL = 0.5;

  /** So many usual intervals without a reading are a silence. */
  private static final double OVERDUE = 3;

  private final Table<Watched, Detector> detectors;
  private final Alerts alerts;
  private final Teller teller;
  private final AlertCounts counts;
  private final Degraded degraded;
  private final Finding finding = new Finding();

  LearnedRules(
      ShardState state, Alerts alerts, Teller teller, AlertCounts counts, Degraded degraded) {
    detectors = state.table(new TableSpec<>("detect.learned", 1, Watched.CODEC, Detector.CODEC));
    this.alerts = alerts;
    this.teller = teller;
    this.counts = counts;
    this.degraded = degraded;
  }

  void look(AlertRule rule, Settings settings, Reading reading, Labels labels, long shardTime) {
    Cell<Detector> cell = detectors.cell(new Watched(rule.identity(), reading.series()));
    Detector stored = cell.get();
    if (stored == null) {
      stored = new Detector(new byte[0]);
      cell.set(stored);
    }
    SeriesDetector detector = stored.with(settings);
    Verdict verdict = detector.add(reading.time(), reading.value(), finding);
    counts.evaluations++;
    cell.changed();
    if (verdict == Verdict.OUT_OF_ORDER) {
      return;
    }
    SensorId sensor = reading.sensor();
    SensorAlerts of = alerts.of(sensor);
    Labels element = labels.with("metric", reading.series().metric());
    if (of == null && verdict != Verdict.FINDING) {
      return;
    }
    AlertKey key = new AlertKey(rule.identity(), element);
    AlertState state = of == null ? null : of.get(key);
    long until = shardTime + patience(rule, detector);
    Seen seen = new Seen(reading.time(), until, reading.value(), teller.past(reading.time()));
    if (verdict == Verdict.FINDING || isStillOdd(state, settings)) {
      found(rule, sensor, key, state, seen, shardTime);
    } else if (state != null) {
      alerts.apply(rule, sensor, key, AlertMachine.ends(state, seen, rule.timing()));
    }
  }

  /**
   * A series that is read seldom is not silent between two readings: its silence counts from when
   * the next one is overdue.
   */
  private static long patience(AlertRule rule, SeriesDetector detector) {
    return Math.max(0, (long) (OVERDUE * detector.usualIntervalMs()) - rule.timing().onNoData());
  }

  private boolean isStillOdd(@Nullable AlertState state, Settings of) {
    return state != null && finding.level() >= USUAL * of.threshold();
  }

  private void found(
      AlertRule rule,
      SensorId sensor,
      AlertKey key,
      @Nullable AlertState state,
      Seen seen,
      long shardTime) {
    if (state == null && alerts.isFull(rule)) {
      counts.shed++;
      degraded.shed(rule, seen.time(), shardTime);
      return;
    }
    Outcome outcome =
        AlertMachine.holds(
            state,
            seen,
            rule.timing(),
            Long.MAX_VALUE,
            since ->
                teller.fires(
                    rule,
                    key.labels(),
                    seen.value(),
                    since,
                    seen.time(),
                    new Expected(finding.low(), finding.high()),
                    key.labels().getOrEmpty("metric") + ": " + finding.explain().sentence()));
    alerts.apply(rule, sensor, key, outcome);
  }

  /** What a detector is kept for. */
  record Watched(String rule, Series series) {
    static final Codec<Watched> CODEC =
        Codecs.of(
            (watched, out) -> {
              out.putString(watched.rule());
              Codecs.SERIES.write(watched.series(), out);
            },
            in -> new Watched(in.getString(), Codecs.SERIES.read(in, 1)));
  }

  /** A detector that learns what its settings are when it is first used. */
  static final class Detector {
    private byte[] stored;
    private @Nullable SeriesDetector live;

    Detector(byte[] stored) {
      this.stored = stored;
    }

    SeriesDetector with(Settings settings) {
      SeriesDetector detector = live;
      if (detector == null) {
        detector =
            stored.length == 0
                ? new SeriesDetector(settings)
                : SeriesDetector.read(stored, settings);
        live = detector;
        stored = new byte[0];
      }
      return detector;
    }

    static final Codec<Detector> CODEC =
        Codecs.of(
            (detector, out) -> {
              SeriesDetector live = detector.live;
              out.putBytes(live == null ? detector.stored : live.toBytes());
            },
            in -> new Detector(in.getBytes()));
  }
}
