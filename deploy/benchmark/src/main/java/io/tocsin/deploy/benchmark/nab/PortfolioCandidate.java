package io.tocsin.deploy.benchmark.nab;

import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.anomaly.Verdict;
import java.util.function.Supplier;

/** Tocsin's detector: the whole portfolio, or one channel of it. */
public final class PortfolioCandidate implements Candidate {
  private final String name;
  private final Supplier<SeriesDetector> detectors;

  /** A candidate. */
  public PortfolioCandidate(String name, Supplier<SeriesDetector> detectors) {
    this.name = name;
    this.detectors = detectors;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double[] scores(NabFile file) {
    SeriesDetector detector = detectors.get();
    Finding finding = new Finding();
    double[] scores = new double[file.values().length];
    for (int i = 0; i < scores.length; i++) {
      Verdict verdict = detector.add(file.times()[i], file.values()[i], finding);
      if (verdict == Verdict.FINDING || verdict == Verdict.QUIET) {
        scores[i] = finding.score();
      }
    }
    return scores;
  }

  @Override
  public double shippedThreshold() {
    return Settings.DEFAULTS.threshold();
  }

  @Override
  public long bytes(NabFile file) {
    SeriesDetector detector = detectors.get();
    Finding finding = new Finding();
    for (int i = 0; i < file.values().length; i++) {
      detector.add(file.times()[i], file.values()[i], finding);
    }
    return detector.toBytes().length;
  }
}
