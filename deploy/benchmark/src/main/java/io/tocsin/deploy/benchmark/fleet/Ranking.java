package io.tocsin.deploy.benchmark.fleet;

import java.util.Arrays;
import java.util.Comparator;

/** How well a score ranks odd rows above healthy ones; no point is adjusted. */
public final class Ranking {
  private Ranking() {}

  /**
   * Average precision: the area under the curve of precision over recall. Ties count as one step.
   */
  public static double averagePrecision(double[] scores, double[] odd) {
    Integer[] order = order(scores);
    double all = Arrays.stream(odd).sum();
    double found = 0;
    double sum = 0;
    int i = 0;
    while (i < order.length) {
      double score = scores[order[i]];
      double before = found;
      while (i < order.length && scores[order[i]] == score) {
        found += odd[order[i]];
        i++;
      }
      sum += (found - before) / all * found / i;
    }
    return sum;
  }

  /** The chance that an odd row has a higher score than a healthy one. */
  public static double areaUnderRoc(double[] scores, double[] odd) {
    Integer[] order = order(scores);
    double all = Arrays.stream(odd).sum();
    double healthy = scores.length - all;
    double found = 0;
    double area = 0;
    int i = 0;
    while (i < order.length) {
      double score = scores[order[i]];
      double before = found;
      double wrong = 0;
      while (i < order.length && scores[order[i]] == score) {
        found += odd[order[i]];
        wrong += 1 - odd[order[i]];
        i++;
      }
      area += wrong * (before + found) / 2;
    }
    return area / (all * healthy);
  }

  /**
   * Average precision where rows near a fault count in part, averaged over how near: after the
   * volume under the surface of Paparrizos and others (VLDB 2022), without its existence term.
   */
  public static double volume(double[] scores, boolean[] odd, int widest) {
    double sum = 0;
    int steps = 4;
    for (int step = 0; step <= steps; step++) {
      sum += averagePrecision(scores, soft(odd, widest * step / steps));
    }
    return sum / (steps + 1);
  }

  static double[] soft(boolean[] odd, int width) {
    double[] soft = new double[odd.length];
    int last = Integer.MIN_VALUE / 2;
    for (int i = 0; i < odd.length; i++) {
      last = odd[i] ? i : last;
      soft[i] = near(i - last, width);
    }
    int next = Integer.MAX_VALUE / 2;
    for (int i = odd.length - 1; i >= 0; i--) {
      next = odd[i] ? i : next;
      soft[i] = Math.max(soft[i], near(next - i, width));
    }
    return soft;
  }

  private static double near(int distance, int width) {
    if (distance == 0) {
      return 1;
    }
    return distance < width ? Math.sqrt(1 - (double) distance / width) : 0;
  }

  private static Integer[] order(double[] scores) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
    return order;
  }
}
