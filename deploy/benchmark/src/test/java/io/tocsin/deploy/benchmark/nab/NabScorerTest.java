package io.tocsin.deploy.benchmark.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against cases worked out by hand: 100 rows, the first 15 on probation, a window of rows 50–59.
 */
class NabScorerTest {
  private static final NabFile FILE = file(new NabFile.Window(50, 59));

  @ParameterizedTest
  @CsvSource({
    // rows alerted, standard, low FP, low FN
    "'',     0,      0,      0",
    "50,     100,    100,    100",
    // p = -0.1: (2/(1+e^-0.5)-1)/0.98661 = 0.248243
    "59,     62.412, 62.412, 74.941",
    // the best row of the window counts
    "59 50,  100,    100,    100",
    // a row before any window costs its whole weight
    "50 20,  94.5,   89.0,   96.333",
    // p = 3/9: 2/(1+e^1.6667)-1 = -0.682236
    "50 62,  96.248, 92.495, 97.498",
    // p > 3: the whole weight
    "50 99,  94.5,   89.0,   96.333",
    // on probation: not seen
    "50 14,  100,    100,    100",
    "20,     -5.5,   -11.0,  -3.667"
  })
  void scoresAlertsByTheirPlace(String rows, double standard, double lowFp, double lowFn) {
    double[] scores = new double[100];
    for (String row : rows.isEmpty() ? new String[0] : rows.split(" ", -1)) {
      scores[Integer.parseInt(row)] = 0.9;
    }
    NabScorer scorer = new NabScorer(List.of(FILE), List.of(scores));
    assertThat(scorer.at(Profile.STANDARD, 0.5).score()).isCloseTo(standard, within(0.001));
    assertThat(scorer.at(Profile.REWARD_LOW_FP, 0.5).score()).isCloseTo(lowFp, within(0.001));
    assertThat(scorer.at(Profile.REWARD_LOW_FN, 0.5).score()).isCloseTo(lowFn, within(0.001));
  }

  @Test
  void sweepTakesOneThresholdForAllFiles() {
    NabFile quiet = file();
    double[] found = new double[100];
    found[50] = 0.6;
    double[] noise = new double[100];
    noise[40] = 0.7;
    NabScorer scorer = new NabScorer(List.of(FILE, quiet), List.of(found, noise));
    NabScorer.Result best = scorer.sweep(Profile.STANDARD);
    assertThat(best.threshold()).isEqualTo(0.6);
    assertThat(best.score()).isCloseTo(94.5, within(0.001));
    assertThat(scorer.foundAndFalse(0.6)).containsExactly(1, 1);
    assertThat(scorer.foundAndFalse(0.65)).containsExactly(0, 1);
  }

  @Test
  void silenceIsTheBestThatNoiseCanDo() {
    double[] noise = new double[100];
    noise[30] = 1;
    NabScorer.Result best = new NabScorer(List.of(FILE), List.of(noise)).sweep(Profile.STANDARD);
    assertThat(best.score()).isZero();
    assertThat(best.threshold()).isInfinite();
  }

  @Test
  void aWindowOnProbationIsNeitherFoundNorMissed() {
    NabFile file = file(new NabFile.Window(2, 8), new NabFile.Window(50, 59));
    double[] scores = new double[100];
    scores[50] = 1;
    // Perfect counts both windows, silence too: (1 + 2) / 4.
    assertThat(new NabScorer(List.of(file), List.of(scores)).at(Profile.STANDARD, 1).score())
        .isCloseTo(75, within(0.001));
  }

  private static NabFile file(NabFile.Window... windows) {
    return new NabFile("a/b.csv", new long[100], new double[100], List.of(windows));
  }
}
