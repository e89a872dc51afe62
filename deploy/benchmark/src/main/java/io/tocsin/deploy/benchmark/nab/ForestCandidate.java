package io.tocsin.deploy.benchmark.nab;

import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import java.lang.ref.Reference;

/** The peer: Amazon's thresholded Random Cut Forest, with its own thresholding. */
public final class ForestCandidate implements Candidate {
  private static final int SHINGLE = 8;
  private static final int SAMPLES = 256;

  private final int trees;
  private final boolean grade;

  /**
   * A candidate.
   *
   * @param grade whether the score is the anomaly grade in [0, 1], or the forest's score where the
   *     grade is above 0
   */
  public ForestCandidate(int trees, boolean grade) {
    this.trees = trees;
    this.grade = grade;
  }

  @Override
  public String name() {
    return "RCF 4.4.0, " + trees + " trees, " + (grade ? "grade" : "score");
  }

  @Override
  public double[] scores(NabFile file) {
    return run(forest(), file);
  }

  private double[] run(ThresholdedRandomCutForest forest, NabFile file) {
    double[] scores = new double[file.values().length];
    double[] point = new double[1];
    for (int i = 0; i < scores.length; i++) {
      point[0] = file.values()[i];
      AnomalyDescriptor seen = forest.process(point, file.times()[i] / 1000);
      scores[i] =
          grade || seen.getAnomalyGrade() == 0 ? seen.getAnomalyGrade() : seen.getRCFScore();
    }
    return scores;
  }

  private ThresholdedRandomCutForest forest() {
    return ThresholdedRandomCutForest.builder()
        .dimensions(SHINGLE)
        .shingleSize(SHINGLE)
        .numberOfTrees(trees)
        .sampleSize(SAMPLES)
        .randomSeed(1)
        .transformMethod(TransformMethod.NORMALIZE)
        .autoAdjust(true)
        .build();
  }

  /** The forest's own decision: any grade above 0. */
  @Override
  public double shippedThreshold() {
    return Double.MIN_VALUE;
  }

  /** Heap of one forest, measured over several: it has no compact stored form of its own. */
  @Override
  public long bytes(NabFile file) {
    int count = 4;
    ThresholdedRandomCutForest[] forests = new ThresholdedRandomCutForest[count];
    try {
      long before = used();
      for (int i = 0; i < count; i++) {
        forests[i] = forest();
        run(forests[i], file);
      }
      return (used() - before) / count;
    } finally {
      Reference.reachabilityFence(forests);
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      runtime.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
