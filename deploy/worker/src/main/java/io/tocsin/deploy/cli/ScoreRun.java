package io.tocsin.deploy.cli;

import io.tocsin.pipeline.anomaly.EntityDetector;
import io.tocsin.pipeline.anomaly.EntityFinding;
import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.anomaly.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a table through the detectors of one sensor, row by row. */
final class ScoreRun {
  private static final int DIGITS = 4;
  private static final long DECIMALS = 10_000;

  private final ScoreTable table;
  private final boolean perMetric;
  private final @Nullable ScorePlot plot;
  private final List<String> metrics;
  private final SeriesDetector[] detectors;
  private final Finding[] findings;
  private final Verdict[] verdicts;
  private final int[] members;
  private final EntityDetector entity;
  private final EntityFinding entityFinding = new EntityFinding();
  private long lastMs = Long.MIN_VALUE;

  ScoreRun(ScoreTable table, Settings settings, boolean perMetric, @Nullable ScorePlot plot) {
    this.table = table;
    this.perMetric = perMetric;
    this.plot = plot;
    this.metrics = table.metrics();
    int count = metrics.size();
    this.detectors = new SeriesDetector[count];
    this.findings = new Finding[count];
    this.verdicts = new Verdict[count];
    this.members = new int[count];
    this.entity = new EntityDetector(settings);
    for (int i = 0; i < count; i++) {
      detectors[i] = new SeriesDetector(settings);
      findings[i] = new Finding();
      members[i] = entity.member(metrics.get(i));
    }
  }

  /** Scores all rows. */
  void writeTo(PrintWriter out) throws IOException {
    StringBuilder row = new StringBuilder("timestamp,score,alert,explanation");
    if (perMetric) {
      for (String metric : metrics) {
        row.append(',');
        cell(row, "score." + metric);
      }
    }
    out.append(row).append('\n');
    while (table.next()) {
      row.setLength(0);
      score(row);
      out.append(row).append('\n');
    }
    out.flush();
  }

  private void score(StringBuilder row) {
    boolean late = table.timeMs() < lastMs;
    lastMs = Math.max(lastMs, table.timeMs());
    Verdict verdict = late ? Verdict.OUT_OF_ORDER : judge();
    double score = late ? 0 : entityFinding.score();
    boolean alert = verdict == Verdict.FINDING;
    String explanation = explanation(verdict);
    cell(row, table.timestamp());
    number(row.append(','), score);
    row.append(alert ? ",1," : ",0,");
    cell(row, explanation);
    if (perMetric) {
      for (int i = 0; i < findings.length; i++) {
        number(row.append(','), late || verdicts[i] == null ? 0 : findings[i].score());
      }
    }
    if (plot != null && !late) {
      int about = alert ? strongest() : -1;
      boolean itself = about >= 0 && verdicts[about] == Verdict.FINDING;
      plot.add(table.timeMs(), score, itself ? about : -1, alert ? explanation : null);
    }
  }

  private Verdict judge() {
    for (int i = 0; i < detectors.length; i++) {
      double value = table.value(i);
      if (Double.isNaN(value)) {
        continue;
      }
      verdicts[i] = detectors[i].add(table.timeMs(), value, findings[i]);
      entity.add(members[i], verdicts[i], findings[i]);
      if (plot != null) {
        plot.addValue(i, value, findings[i]);
      }
    }
    return entity.close(entityFinding);
  }

  private String explanation(Verdict verdict) {
    return switch (verdict) {
      case OUT_OF_ORDER -> "earlier than a row before: ignored";
      case WARMING_UP -> "not enough data";
      case FINDING -> why();
      case QUIET -> "";
    };
  }

  private String why() {
    int strongest = strongest();
    if (metrics.size() > 1 && (strongest < 0 || verdicts[strongest] != Verdict.FINDING)) {
      return entityFinding.sentence();
    }
    String why = metrics.get(strongest) + ": " + findings[strongest].explain().sentence();
    return metrics.size() == 1 ? why : why + "; contributions: " + entityFinding.contributions();
  }

  private int strongest() {
    int strongest = -1;
    for (int i = 0; i < findings.length; i++) {
      boolean present = !Double.isNaN(table.value(i));
      if (present && (strongest < 0 || findings[i].surprise() > findings[strongest].surprise())) {
        strongest = i;
      }
    }
    return strongest;
  }

  private static void number(StringBuilder row, double value) {
    long parts = Math.round(value * DECIMALS);
    row.append(parts / DECIMALS).append('.');
    row.append(parts % DECIMALS + DECIMALS);
    row.deleteCharAt(row.length() - DIGITS - 1);
  }

  private static void cell(StringBuilder row, String text) {
    if (text.indexOf(',') < 0 && text.indexOf('"') < 0) {
      row.append(text);
    } else {
      row.append('"').append(text.replace("\"", "\"\"")).append('"');
    }
  }
}
