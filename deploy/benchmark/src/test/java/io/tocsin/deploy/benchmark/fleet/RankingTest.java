package io.tocsin.deploy.benchmark.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankingTest {
  private static final double[] ODD = {1, 0, 1, 0};

  @Test
  void aPerfectRankingIsOne() {
    double[] scores = {4, 1, 3, 2};
    assertThat(Ranking.averagePrecision(scores, ODD)).isEqualTo(1);
    assertThat(Ranking.areaUnderRoc(scores, ODD)).isEqualTo(1);
  }

  @Test
  void precisionIsAddedWhereRecallGrows() {
    double[] scores = {4, 3, 2, 1};
    assertThat(Ranking.averagePrecision(scores, ODD)).isCloseTo(0.5 + 0.5 * 2 / 3, within(1e-12));
    assertThat(Ranking.areaUnderRoc(scores, ODD)).isEqualTo(0.75);
  }

  @Test
  void aScoreThatSaysNothingGetsTheShareOfOddRows() {
    double[] scores = {5, 5, 5, 5};
    assertThat(Ranking.averagePrecision(scores, ODD)).isEqualTo(0.5);
    assertThat(Ranking.areaUnderRoc(scores, ODD)).isEqualTo(0.5);
  }

  @Test
  void rowsNearAFaultCountInPart() {
    boolean[] odd = {false, false, true, false, false};
    double[] soft = Ranking.soft(odd, 2);
    assertThat(soft[2]).isEqualTo(1);
    assertThat(soft[1]).isEqualTo(soft[3]).isBetween(0.5, 0.9);
    assertThat(soft[0]).isZero();
    assertThat(Ranking.volume(new double[] {0, 0, 1, 0, 0}, odd, 0)).isEqualTo(1);
  }
}
