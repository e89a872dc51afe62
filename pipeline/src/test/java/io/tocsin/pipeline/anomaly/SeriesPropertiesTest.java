package io.tocsin.pipeline.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any series, on series of many kinds drawn from a seed. */
class SeriesPropertiesTest {
  private static final int LENGTH = 6000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void scaleAndShiftChangeNoAlert(long seed) {
    double[] series = series(seed);
    Random random = new Random(seed);
    List<Integer> plain = alerts(series, interval(seed));
    for (int round = 0; round < 4; round++) {
      double scale = Math.exp(8 * random.nextGaussian()) * (random.nextBoolean() ? 1 : -1);
      double shift = scale * 1000 * random.nextGaussian();
      double[] moved = new double[series.length];
      for (int i = 0; i < series.length; i++) {
        moved[i] = series[i] * scale + shift;
      }
      assertThat(alerts(moved, interval(seed))).as("%s x + %s", scale, shift).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void powersOfTwoChangeNoBitOfTheSurprise(long seed) {
    double[] series = series(seed);
    SeriesDetector plain = new SeriesDetector(Settings.DEFAULTS);
    SeriesDetector scaled = new SeriesDetector(Settings.DEFAULTS);
    Finding left = new Finding();
    Finding right = new Finding();
    for (int i = 0; i < series.length; i++) {
      long time = i * interval(seed);
      assertThat(scaled.add(time, series[i] * 4096, right))
          .isEqualTo(plain.add(time, series[i], left));
      assertThat(right.surprise()).isEqualTo(left.surprise());
      assertThat(right.score()).isEqualTo(left.score());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void restartsAndNeighboursChangeNoBit(long seed) {
    double[] series = series(seed);
    double[] other = series(seed + 100);
    Random random = new Random(seed);
    SeriesDetector alone = new SeriesDetector(Settings.DEFAULTS);
    SeriesDetector restarted = new SeriesDetector(Settings.DEFAULTS);
    SeriesDetector neighbour = new SeriesDetector(Settings.DEFAULTS);
    Finding left = new Finding();
    Finding shared = new Finding();
    for (int i = 0; i < series.length; i++) {
      long time = i * interval(seed);
      if (random.nextInt(200) == 0) {
        restarted = SeriesDetector.read(restarted.toBytes(), Settings.DEFAULTS);
      }
      neighbour.add(time, other[i], shared);
      Verdict verdict = alone.add(time, series[i], left);
      assertThat(restarted.add(time, series[i], shared)).isEqualTo(verdict);
      assertThat(shared.surprise()).isEqualTo(left.surprise());
      assertThat(shared.score()).isEqualTo(left.score());
      assertThat(shared.grade()).isEqualTo(left.grade());
    }
    assertThat(restarted.toBytes()).isEqualTo(alone.toBytes());
  }

  private static long interval(long seed) {
    return seed % 3 == 0 ? 300_000 : seed % 3 == 1 ? 60_000 : 10_000;
  }

  private static List<Integer> alerts(double[] series, long interval) {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    Finding finding = new Finding();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < series.length; i++) {
      if (detector.add(i * interval, series[i], finding) == Verdict.FINDING) {
        found.add(i);
      }
    }
    return found;
  }

  /** Noise, a rhythm, a walk, steps or bursts, by seed, with three anomalies. */
  private static double[] series(long seed) {
    Random random = new Random(seed);
    double[] series = new double[LENGTH];
    double walk = 0;
    for (int i = 0; i < LENGTH; i++) {
      walk += random.nextGaussian() * (seed % 4 == 1 ? 0.3 : 0);
      double rhythm = seed % 4 == 2 ? 10 * Math.sin(i / 97.0) : 0;
      double burst = seed % 4 == 3 && random.nextInt(300) == 0 ? 20 * random.nextDouble() : 0;
      series[i] = 100 + walk + rhythm + burst + random.nextGaussian();
    }
    series[3000] += 40;
    for (int i = 4000; i < 4100; i++) {
      series[i] -= 30;
    }
    for (int i = 5000; i < 5300; i++) {
      series[i] = series[5000];
    }
    return series;
  }
}
