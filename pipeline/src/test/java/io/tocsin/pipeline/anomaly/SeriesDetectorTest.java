package io.tocsin.pipeline.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SeriesDetectorTest {
  private static final long STEP = 10_000;
  private static final long START = 1_700_000_000_000L;

  @Test
  void tellsASpikeOnceAndExplainsIt() {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    Finding finding = new Finding();
    double[] series = noise(3000, 1);
    series[2500] = 60;
    series[2501] = 59;
    List<Integer> found = run(detector, series, finding);
    assertThat(found).contains(2500).doesNotContain(2501);
  }

  @Test
  void explanationNamesChannelValueAndRange() {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    Finding finding = new Finding();
    double[] series = noise(3000, 1);
    run(detector, series, finding);
    Verdict verdict = detector.add(START + 3000 * STEP, 60, finding);
    assertThat(verdict).isEqualTo(Verdict.FINDING);
    Explanation why = finding.explain();
    assertThat(why.value()).isEqualTo(60);
    assertThat(why.low()).isLessThan(why.high()).isGreaterThan(-6);
    assertThat(why.high()).isLessThan(6);
    assertThat(why.sentence()).contains("60").contains("expected").contains("nats");
  }

  @Test
  void saysThatItIsWarmingUp() {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    Finding finding = new Finding();
    assertThat(detector.phase()).isEqualTo(Phase.WARMING_UP);
    double[] series = noise(400, 2);
    for (int i = 0; i < series.length; i++) {
      Verdict verdict = detector.add(START + i * STEP, series[i], finding);
      assertThat(verdict == Verdict.WARMING_UP).isEqualTo(i < 200);
    }
    assertThat(detector.phase()).isNotEqualTo(Phase.WARMING_UP);
  }

  @Test
  void ignoresReadingsOutOfOrder() {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    Finding finding = new Finding();
    run(detector, noise(500, 3), finding);
    byte[] before = detector.toBytes();
    assertThat(detector.add(START, 1e9, finding)).isEqualTo(Verdict.OUT_OF_ORDER);
    assertThat(detector.toBytes()).isEqualTo(before);
  }

  @Test
  void staysQuietOnAConstantAndTellsItsFirstChange() {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    double[] series = new double[3000];
    java.util.Arrays.fill(series, 7.1);
    series[2800] = 8;
    assertThat(run(detector, series, new Finding())).containsExactly(2800);
  }

  @Test
  void watchesACounterByItsRateAndForgivesItsResets() {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    Random random = new Random(4);
    double[] series = new double[6000];
    double total = 5_000_000;
    for (int i = 0; i < series.length; i++) {
      total = i % 1500 == 1499 ? 0 : total + 100 + random.nextInt(20);
      series[i] = total;
    }
    for (int i = 5800; i < series.length; i++) {
      series[i] += (i - 5799) * 2000.0;
    }
    assertThat(run(detector, series, new Finding())).contains(5800);
  }

  @Test
  void aGapIsNoFinding() {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    Finding finding = new Finding();
    Random random = new Random(5);
    List<Integer> found = new ArrayList<>();
    long time = START;
    for (int i = 0; i < 6000; i++) {
      time += i % 1000 == 999 ? 7_200_000 : STEP + random.nextInt(3000);
      double daily = 50 * Math.sin(2 * Math.PI * time / 86_400_000.0);
      if (detector.add(time, daily + random.nextGaussian(), finding) == Verdict.FINDING) {
        found.add(i);
      }
    }
    assertThat(found).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void tellsAStuckValue() {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    double[] series = noise(3000, 6);
    java.util.Arrays.fill(series, 2700, 3000, series[2700]);
    Finding finding = new Finding();
    assertThat(run(detector, series, finding)).anyMatch(i -> i > 2700 && i < 2760);
  }

  @Test
  void restoresBitForBit() {
    Finding left = new Finding();
    Finding right = new Finding();
    double[] series = noise(4000, 7);
    series[3500] = 40;
    SeriesDetector whole = new SeriesDetector(Settings.DEFAULTS);
    SeriesDetector parts = new SeriesDetector(Settings.DEFAULTS);
    for (int i = 0; i < series.length; i++) {
      if (i % 97 == 0) {
        parts = SeriesDetector.read(parts.toBytes(), Settings.DEFAULTS);
      }
      Verdict expected = whole.add(START + i * STEP, series[i], left);
      assertThat(parts.add(START + i * STEP, series[i], right)).isEqualTo(expected);
      assertThat(Double.doubleToRawLongBits(right.surprise()))
          .isEqualTo(Double.doubleToRawLongBits(left.surprise()));
    }
    assertThat(parts.toBytes()).isEqualTo(whole.toBytes());
  }

  @Test
  void scalingAndShiftingChangesNoAlert() {
    double[] series = noise(5000, 8);
    series[3000] = 25;
    series[4200] = -30;
    List<Integer> found = run(new SeriesDetector(Settings.DEFAULTS), series, new Finding());
    assertThat(found).contains(3000);
    for (DoubleUnaryOperator map :
        List.<DoubleUnaryOperator>of(
            x -> x * 1024, x -> x * 3.7e-6, x -> x + 1e6, x -> -17 * x + 4, x -> x * 1e9 - 5e9)) {
      double[] moved = java.util.Arrays.stream(series).map(map).toArray();
      assertThat(run(new SeriesDetector(Settings.DEFAULTS), moved, new Finding())).isEqualTo(found);
    }
  }

  @Test
  void isSmallWhenStored() {
    assertThat(new SeriesDetector(Settings.DEFAULTS).size()).isLessThanOrEqualTo(4096);
  }

  @Test
  void refusesANewerVersionAndATruncatedState() {
    byte[] bytes = new SeriesDetector(Settings.DEFAULTS).toBytes();
    byte[] cut = java.util.Arrays.copyOf(bytes, 100);
    assertThatThrownBy(() -> SeriesDetector.read(cut, Settings.DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("99 bytes");
    bytes[0] = 9;
    assertThatThrownBy(() -> SeriesDetector.read(bytes, Settings.DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void readsTheFirstVersionForEver() throws IOException {
    byte[] golden = Golden.bytes("series-detector-1.bin");
    SeriesDetector detector = SeriesDetector.read(golden, Settings.DEFAULTS);
    assertThat(detector.readings()).isEqualTo(1000);
    assertThat(detector.toBytes()).isEqualTo(golden);
    Finding finding = new Finding();
    assertThat(detector.add(START + 1000 * STEP, 60, finding)).isEqualTo(Verdict.FINDING);
    assertThat(finding.expected()).isBetween(-3.0, 3.0);
  }

  private static List<Integer> run(SeriesDetector detector, double[] series, Finding finding) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < series.length; i++) {
      if (detector.add(START + i * STEP, series[i], finding) == Verdict.FINDING) {
        found.add(i);
      }
    }
    return found;
  }

  private static double[] noise(int length, long seed) {
    Random random = new Random(seed);
    return random.doubles(length).map(x -> random.nextGaussian()).toArray();
  }
}
