package io.tocsin.deploy.benchmark.nab;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs candidates over all files and prints a row for each. */
public final class NabReport {
  private static final long WARM_NANOS = 4_000_000_000L;

  private final List<NabFile> files;
  private final PrintWriter out;

  /** A report over these files. */
  public NabReport(List<NabFile> files, PrintWriter out) {
    this.files = files;
    this.out = out;
  }

  /** Prints what the columns mean. */
  public void header() {
    out.println("NAB, " + files.size() + " files. Scores: standard / low FP / low FN, each with");
    out.println("the best threshold over all files (chosen with the labels, as NAB does).");
    out.println("fixed: standard / low FP / low FN at the threshold that ships, and there the");
    out.println("windows found and the rows told outside of windows. cross: standard score of");
    out.println("each half of the files at the best threshold of the other half.");
    out.println("ns: processor time per reading. bytes: one series, stored (RCF: heap).");
    out.println();
    out.printf(
        "%-30s %-20s %-20s %-10s %-12s %8s %8s%n",
        "detector", "best threshold", "fixed threshold", "found/false", "cross", "ns", "bytes");
    out.flush();
  }

  /** Runs one candidate. */
  public void row(Candidate candidate) {
    warm(candidate);
    List<double[]> scores = new ArrayList<>();
    long rows = 0;
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (NabFile file : files) {
      scores.add(candidate.scores(file));
      rows += file.values().length;
    }
    long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    NabScorer scorer = new NabScorer(files, scores);
    double shipped = candidate.shippedThreshold();
    int[] counts = scorer.foundAndFalse(shipped);
    out.printf(
        Locale.ROOT,
        "%-30s %-20s %-20s %-10s %-12s %8.0f %8d%n",
        candidate.name(),
        three(scorer, Double.NaN),
        three(scorer, shipped),
        counts[0] + "/" + counts[1],
        cross(scores),
        (double) spent / rows,
        candidate.bytes(files.get(0)));
    out.flush();
  }

  /** So that what is timed is compiled. */
  private void warm(Candidate candidate) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long spent = 0;
    for (int i = 0; spent < WARM_NANOS; i++) {
      candidate.scores(files.get(i % files.size()));
      spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    }
  }

  private static String three(NabScorer scorer, double threshold) {
    StringBuilder text = new StringBuilder();
    for (Profile profile : Profile.values()) {
      double score =
          Double.isNaN(threshold)
              ? scorer.sweep(profile).score()
              : scorer.at(profile, threshold).score();
      text.append(text.length() == 0 ? "" : " / ")
          .append(String.format(Locale.ROOT, "%.1f", score));
    }
    return text.toString();
  }

  private String cross(List<double[]> scores) {
    NabScorer even = half(scores, 0);
    NabScorer odd = half(scores, 1);
    double onEven = even.at(Profile.STANDARD, odd.sweep(Profile.STANDARD).threshold()).score();
    double onOdd = odd.at(Profile.STANDARD, even.sweep(Profile.STANDARD).threshold()).score();
    return String.format(Locale.ROOT, "%.1f / %.1f", onEven, onOdd);
  }

  private NabScorer half(List<double[]> scores, int which) {
    List<NabFile> half = new ArrayList<>();
    List<double[]> halfScores = new ArrayList<>();
    for (int i = which; i < files.size(); i += 2) {
      half.add(files.get(i));
      halfScores.add(scores.get(i));
    }
    return new NabScorer(half, halfScores);
  }
}
