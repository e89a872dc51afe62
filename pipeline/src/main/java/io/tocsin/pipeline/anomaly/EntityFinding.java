package io.tocsin.pipeline.anomaly;

import java.util.Arrays;
import java.util.Locale;

/**
 * What {@link EntityDetector#close} says about one time step of a sensor. One holder is filled
 * again and again. Not thread-safe.
 */
public final class EntityFinding {
  private static final int TOLD = 3;

  double surprise;
  double level;
  double score;
  int members;
  int reported;
  int inNovelty;
  boolean agrees;
  Grade grade = Grade.EVIDENCE;
  private final String[] names = new String[TOLD];
  private final double[] weights = new double[TOLD];
  private double sum;

  void clear() {
    sum = 0;
    Arrays.fill(weights, 0);
  }

  /** Keeps the metrics that weigh most, heaviest first. */
  void contribute(String metric, double weight) {
    sum += weight;
    String name = metric;
    double rest = weight;
    for (int i = 0; i < TOLD; i++) {
      if (rest > weights[i]) {
        String lesser = names[i];
        double less = weights[i];
        names[i] = name;
        weights[i] = rest;
        name = lesser;
        rest = less;
      }
    }
  }

  /** −ln of the chance of such a step in a healthy sensor, in nats; at least 0. */
  public double surprise() {
    return surprise;
  }

  /**
   * The surprise kept in mind, in nats: fades, but slowly while the sensor is not back to normal.
   */
  public double level() {
    return level;
  }

  /**
   * How odd the sensor is at this step, in nats: at or above the threshold for a new finding, below
   * it and yet high while the sensor stays odd.
   */
  public double score() {
    return score;
  }

  /** Members that reported in this step. */
  public int reported() {
    return reported;
  }

  /** Members that lately were surprised on their own. */
  public int inNovelty() {
    return inNovelty;
  }

  /** Whether several members agree that the sensor is odd. */
  public boolean agrees() {
    return agrees;
  }

  /** How much a finding weighs: more than evidence if it keeps growing or members agree. */
  public Grade grade() {
    return grade;
  }

  /** The metrics that contributed most to the last finding, with shares; empty if none did. */
  public String contributions() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < TOLD && weights[i] > 0; i++) {
      text.append(i == 0 ? "" : ", ").append(names[i]).append(' ');
      text.append(Math.round(100 * weights[i] / sum)).append(" %");
    }
    return text.toString();
  }

  /** One sentence for people: of a finding. */
  public String sentence() {
    return inNovelty
        + " of "
        + members
        + " metrics unusual by themselves, contributions: "
        + contributions()
        + String.format(Locale.ROOT, ", surprise %.1f nats", surprise);
  }
}
