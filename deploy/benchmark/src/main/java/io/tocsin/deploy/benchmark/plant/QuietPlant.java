package io.tocsin.deploy.benchmark.plant;

import io.tocsin.pipeline.anomaly.EntityDetector;
import io.tocsin.pipeline.anomaly.EntityFinding;
import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.Grade;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.anomaly.Verdict;
import java.util.stream.IntStream;

/**
 * A plant of sensors with four metrics each, all healthy, watched for days at an even pace. The
 * kinds take turns, so that a sensor's metrics differ.
 */
public final class QuietPlant {
  /** Metrics of one sensor. */
  public static final int METRICS = 4;

  private static final long START_MS = 1_767_225_600_000L;

  private final Settings settings;
  private final long intervalMs;
  private final int readings;

  /** A plant that is watched for so many days, at ten-second readings. */
  public QuietPlant(Settings settings, int days) {
    this(settings, HealthySeries.STEP_MS, days * HealthySeries.PER_DAY);
  }

  /** A plant that is watched for so many readings of each series. */
  public QuietPlant(Settings settings, long intervalMs, int readings) {
    this.settings = settings;
    this.intervalMs = intervalMs;
    this.readings = readings;
  }

  /** Readings of one series. */
  public int readings() {
    return readings;
  }

  /** Watches so many sensors, on all cores. */
  public QuietTally watch(int sensors) {
    return IntStream.range(0, sensors)
        .parallel()
        .mapToObj(this::watchSensor)
        .reduce(new QuietTally(), QuietTally::plus);
  }

  private QuietTally watchSensor(int sensor) {
    QuietTally tally = new QuietTally();
    HealthySeries[] series = new HealthySeries[METRICS];
    HealthyKind[] kinds = new HealthyKind[METRICS];
    SeriesDetector[] detectors = new SeriesDetector[METRICS];
    EntityDetector entity = new EntityDetector(settings);
    HealthyKind[] all = HealthyKind.values();
    for (int m = 0; m < METRICS; m++) {
      int number = sensor * METRICS + m;
      kinds[m] = all[number % all.length];
      series[m] = new HealthySeries(kinds[m], number, intervalMs);
      detectors[m] = new SeriesDetector(settings);
      entity.member("metric" + m);
      tally.series(kinds[m]);
    }
    Finding finding = new Finding();
    EntityFinding together = new EntityFinding();
    for (int i = 0; i < readings; i++) {
      for (int m = 0; m < METRICS; m++) {
        Verdict verdict = detectors[m].add(START_MS + i * intervalMs, series[m].next(i), finding);
        if (verdict == Verdict.FINDING) {
          tally.finding(kinds[m], finding.grade() != Grade.EVIDENCE);
        }
        entity.add(m, verdict, finding);
      }
      if (entity.close(together) == Verdict.FINDING) {
        tally.sensorFinding(together.grade() != Grade.EVIDENCE);
      }
    }
    return tally;
  }

  /**
   * Lets one healthy series go wrong on its fifth day.
   *
   * @return readings until the first finding; −1 if there is none while the fault lasts
   */
  public int delay(HealthyKind kind, Fault fault, long seed) {
    HealthySeries series = new HealthySeries(kind, seed);
    SeriesDetector detector = new SeriesDetector(settings);
    Finding finding = new Finding();
    int onset = 5 * HealthySeries.PER_DAY + 1234;
    double last = 0;
    for (int i = 0; i < onset + fault.length(); i++) {
      double healthy = series.next(i);
      double shown = i < onset ? healthy : fault.shown(healthy, series.spread(), i - onset, last);
      last = shown;
      Verdict verdict = detector.add(START_MS + i * HealthySeries.STEP_MS, shown, finding);
      if (i >= onset && verdict == Verdict.FINDING) {
        return i - onset;
      }
    }
    return -1;
  }
}
