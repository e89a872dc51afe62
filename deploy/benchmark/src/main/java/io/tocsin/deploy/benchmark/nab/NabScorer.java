package io.tocsin.deploy.benchmark.nab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * NAB's score of a detector over files (Lavin and Ahmad 2015, and the code of NAB 1.1): the value
 * of a row falls along a sigmoid through its window, the best row of a window counts, every false
 * row counts, and one threshold serves all files.
 */
public final class NabScorer {
  private static final double STEEPNESS = 5;
  private static final double FAR = 3;
  private static final double BEST = sigmoid(-1);

  private final List<Row> rows = new ArrayList<>();
  private int windows;
  private int windowsSeen;

  private record Row(double score, double value, int window) {}

  /**
   * A result.
   *
   * @param score normalised: 100 is perfect, 0 is silence
   * @param threshold rows at or above it are alerts
   */
  public record Result(double score, double threshold) {}

  /** Takes the scores that a detector gave to each row of each file. */
  public NabScorer(List<NabFile> files, List<double[]> scores) {
    for (int i = 0; i < files.size(); i++) {
      add(files.get(i), scores.get(i));
    }
    rows.sort(Comparator.comparingDouble(Row::score).reversed());
  }

  private void add(NabFile file, double[] scores) {
    for (int row = file.probation(); row < scores.length; row++) {
      int window = windowAt(file, row);
      rows.add(new Row(scores[row], value(file, row, window), window < 0 ? -1 : windows + window));
    }
    for (NabFile.Window window : file.windows()) {
      windows++;
      windowsSeen += window.last() >= file.probation() ? 1 : 0;
    }
  }

  private static int windowAt(NabFile file, int row) {
    for (int i = 0; i < file.windows().size(); i++) {
      if (file.windows().get(i).holds(row)) {
        return i;
      }
    }
    return -1;
  }

  /** What an alert at that row is worth, before the profile's weights. */
  static double value(NabFile file, int row, int window) {
    if (window >= 0) {
      NabFile.Window in = file.windows().get(window);
      return sigmoid(-(in.last() - row + 1.0) / in.width()) / BEST;
    }
    NabFile.Window before = null;
    for (NabFile.Window candidate : file.windows()) {
      if (candidate.last() < row && (before == null || candidate.last() > before.last())) {
        before = candidate;
      }
    }
    return before == null ? -1 : sigmoid((row - before.last()) / (before.width() - 1.0));
  }

  static double sigmoid(double place) {
    return place > FAR ? -1 : 2 / (1 + Math.exp(STEEPNESS * place)) - 1;
  }

  /** The best score that one threshold gives; the threshold is chosen with the labels. */
  public Result sweep(Profile profile) {
    Tally tally = new Tally(profile);
    Result best = new Result(tally.normalised(), Double.POSITIVE_INFINITY);
    int i = 0;
    while (i < rows.size()) {
      double threshold = rows.get(i).score();
      while (i < rows.size() && rows.get(i).score() == threshold) {
        tally.alert(rows.get(i));
        i++;
      }
      double score = tally.normalised();
      if (score > best.score()) {
        best = new Result(score, threshold);
      }
    }
    return best;
  }

  /** The score at a threshold that was chosen without the labels. */
  public Result at(Profile profile, double threshold) {
    return new Result(tallyAt(profile, threshold).normalised(), threshold);
  }

  /** Windows found and rows outside of windows told, at that threshold. */
  public int[] foundAndFalse(double threshold) {
    Tally tally = tallyAt(Profile.STANDARD, threshold);
    return new int[] {tally.found, tally.falseRows};
  }

  private Tally tallyAt(Profile profile, double threshold) {
    Tally tally = new Tally(profile);
    for (int i = 0; i < rows.size() && rows.get(i).score() >= threshold; i++) {
      tally.alert(rows.get(i));
    }
    return tally;
  }

  private final class Tally {
    private final Profile profile;
    private final double[] best = new double[windows];
    private double hits;
    private double falseSum;
    private int found;
    private int falseRows;

    Tally(Profile profile) {
      this.profile = profile;
      Arrays.fill(best, Double.NaN);
    }

    void alert(Row row) {
      if (row.window() < 0) {
        falseSum += row.value();
        falseRows++;
        return;
      }
      double before = best[row.window()];
      if (Double.isNaN(before)) {
        found++;
        hits += row.value();
        best[row.window()] = row.value();
      } else if (row.value() > before) {
        hits += row.value() - before;
        best[row.window()] = row.value();
      }
    }

    double normalised() {
      double raw =
          hits * profile.hit + falseSum * profile.falseRow - (windowsSeen - found) * profile.miss;
      double silence = -windows * profile.miss;
      double perfect = windows * profile.hit;
      return 100 * (raw - silence) / (perfect - silence);
    }
  }
}
