package io.tocsin.deploy.benchmark.fleet;

import io.tocsin.pipeline.anomaly.EntityDetector;
import io.tocsin.pipeline.anomaly.EntityFinding;
import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.Grade;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.anomaly.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs the detectors, as {@code tocsin score} does, over machines of a kind. */
public final class FleetJudge {
  private final Settings settings;
  private final Map<Mishap, int[]> mishaps = new EnumMap<>(Mishap.class);

  /** A judge of the detectors with these settings. */
  public FleetJudge(Settings settings) {
    this.settings = settings;
  }

  /**
   * What became of the machines of one kind, means and sums over all.
   *
   * @param precision average precision of the score
   * @param volume the same where rows near a fault count in part
   * @param roc area under the receiver's curve
   * @param plain average precision of a plain moving root mean square of deviations
   * @param found faults with an alert while they last
   * @param spells faults
   * @param falseAlerts alerts that are not in a fault, nor shortly after one
   * @param healthyAlerts alerts of the same machines without any fault
   * @param aboveInfo those of them that are more than evidence
   * @param rows rows of the machines, with faults or without
   */
  public record Verdicts(
      double precision,
      double volume,
      double roc,
      double plain,
      int found,
      int spells,
      int alerts,
      int falseAlerts,
      int healthyAlerts,
      int aboveInfo,
      long rows) {
    Verdicts plus(Verdicts other) {
      return new Verdicts(
          precision + other.precision,
          volume + other.volume,
          roc + other.roc,
          plain + other.plain,
          found + other.found,
          spells + other.spells,
          alerts + other.alerts,
          falseAlerts + other.falseAlerts,
          healthyAlerts + other.healthyAlerts,
          aboveInfo + other.aboveInfo,
          rows + other.rows);
    }

    Verdicts mean(int machines) {
      return new Verdicts(
          precision / machines,
          volume / machines,
          roc / machines,
          plain / machines,
          found,
          spells,
          alerts,
          falseAlerts,
          healthyAlerts,
          aboveInfo,
          rows);
    }
  }

  /** Judges so many machines of a kind, on all cores. */
  public Verdicts judge(FleetKind kind, int machines) {
    return IntStream.rangeClosed(1, machines)
        .parallel()
        .mapToObj(seed -> judge(kind, (long) seed))
        .reduce(new Verdicts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Verdicts::plus)
        .mean(machines);
  }

  /** For each mishap how many there were, and how many were found. */
  public Map<Mishap, int[]> mishaps() {
    return mishaps;
  }

  private Verdicts judge(FleetKind kind, long seed) {
    Recording faulty = Recorder.of(kind, seed, true);
    Told told = watch(faulty);
    double[] odd = Ranking.soft(faulty.odd(), 0);
    int found = 0;
    for (Recording.Spell spell : faulty.spells()) {
      boolean hit = false;
      for (int row = spell.from(); row < spell.to(); row++) {
        hit |= told.alert[row];
      }
      found += hit ? 1 : 0;
      count(spell.mishap(), hit);
    }
    int alerts = 0;
    int wrong = 0;
    int last = Integer.MIN_VALUE / 2;
    for (int row = 0; row < faulty.rows(); row++) {
      last = faulty.odd()[row] ? row : last;
      alerts += told.alert[row] ? 1 : 0;
      wrong += told.alert[row] && row - last > Math.max(20, kind.shortest / 2) ? 1 : 0;
    }
    Told calm = watch(Recorder.of(kind, seed, false));
    return new Verdicts(
        Ranking.averagePrecision(told.score, odd),
        Ranking.volume(told.score, faulty.odd(), Math.min(100, kind.shortest)),
        Ranking.areaUnderRoc(told.score, odd),
        Ranking.averagePrecision(plain(faulty), odd),
        found,
        faulty.spells().size(),
        alerts,
        wrong,
        calm.alerts,
        calm.aboveInfo,
        faulty.rows());
  }

  private synchronized void count(Mishap mishap, boolean hit) {
    int[] counts = mishaps.computeIfAbsent(mishap, m -> new int[2]);
    counts[0]++;
    counts[1] += hit ? 1 : 0;
  }

  private static final class Told {
    final double[] score;
    final boolean[] alert;
    int alerts;
    int aboveInfo;

    Told(int rows) {
      score = new double[rows];
      alert = new boolean[rows];
    }
  }

  private Told watch(Recording of) {
    int metrics = of.values()[0].length;
    SeriesDetector[] detectors = new SeriesDetector[metrics];
    EntityDetector entity = new EntityDetector(settings);
    for (int m = 0; m < metrics; m++) {
      detectors[m] = new SeriesDetector(settings);
      entity.member("metric" + m);
    }
    Finding finding = new Finding();
    EntityFinding together = new EntityFinding();
    Told told = new Told(of.rows());
    for (int row = 0; row < of.rows(); row++) {
      for (int m = 0; m < metrics; m++) {
        double value = of.values()[row][m];
        if (!Double.isNaN(value)) {
          entity.add(m, detectors[m].add(of.times()[row], value, finding), finding);
        }
      }
      told.alert[row] = entity.close(together) == Verdict.FINDING;
      told.score[row] = together.score();
      told.alerts += told.alert[row] ? 1 : 0;
      told.aboveInfo += told.alert[row] && together.grade() != Grade.EVIDENCE ? 1 : 0;
    }
    return told;
  }

  /** What anybody would try first: the root mean square of deviations from moving averages. */
  private static double[] plain(Recording of) {
    int metrics = of.values()[0].length;
    double[] mean = new double[metrics];
    double[] variance = new double[metrics];
    double[] scores = new double[of.rows()];
    for (int row = 0; row < scores.length; row++) {
      double rate = Math.max(0.001, 1.0 / (row + 1));
      for (int m = 0; m < metrics; m++) {
        double value = of.values()[row][m];
        if (!Double.isNaN(value)) {
          double off = value - mean[m];
          double z = variance[m] > 0 ? Math.min(Math.abs(off) / Math.sqrt(variance[m]), 20) : 0;
          scores[row] += row < 100 ? 0 : z * z;
          mean[m] += rate * off;
          variance[m] += rate * (off * off - variance[m]);
        }
      }
    }
    return scores;
  }
}
