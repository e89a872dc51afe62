package io.tocsin.pipeline.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntityDetectorTest {
  private static final long MINUTE = 60_000;
  private static final int METRICS = 6;

  private final EntityFinding finding = new EntityFinding();

  @Test
  void agreementOfMetricsIsMoreThanEvidence() {
    Host host = new Host(1);
    host.run(5000, 0, finding);
    EntityFinding told = new EntityFinding();
    List<Integer> found = host.run(8, 4, told);
    assertThat(found).isNotEmpty();
    assertThat(host.grades).contains(Grade.CRITICAL);
    assertThat(told.agrees()).isTrue();
    assertThat(host.why).contains("metric").contains(" %").contains("of 6 metrics unusual");
  }

  @Test
  void oneMetricAloneIsEvidence() {
    Host host = new Host(2);
    host.run(5000, 0, finding);
    List<Integer> found = host.run(30, 1, finding);
    assertThat(found).isNotEmpty();
    assertThat(host.grades).containsOnly(Grade.EVIDENCE);
  }

  @Test
  void scoreStaysHighWhileTheSensorStaysOdd() {
    Host host = new Host(3);
    host.run(5000, 0, finding);
    double usual = finding.score();
    host.run(60, 3, finding);
    double odd = finding.score();
    assertThat(odd).isLessThan(Settings.DEFAULTS.threshold()).isGreaterThan(2 * usual + 1);
    host.run(600, 0, finding);
    assertThat(finding.score()).isLessThan(odd / 2);
  }

  @Test
  void whatDoesNotReportIsLeftOut() {
    EntityDetector detector = new EntityDetector(Settings.DEFAULTS);
    detector.member("a");
    assertThat(detector.close(finding)).isEqualTo(Verdict.WARMING_UP);
    assertThat(finding.reported()).isZero();
    assertThat(finding.contributions()).isEmpty();
  }

  @Test
  void restoresBitForBit() {
    Host whole = new Host(4);
    Host parts = new Host(4);
    for (int i = 0; i < 60; i++) {
      whole.run(50, i == 40 ? 3 : 0, finding);
      double score = finding.score();
      parts.entity = EntityDetector.read(parts.entity.toBytes(), Settings.DEFAULTS);
      parts.run(50, i == 40 ? 3 : 0, finding);
      assertThat(finding.score()).isEqualTo(score);
    }
    assertThat(parts.entity.toBytes()).isEqualTo(whole.entity.toBytes());
  }

  @Test
  void refusesANewerVersion() {
    byte[] bytes = new EntityDetector(Settings.DEFAULTS).toBytes();
    bytes[0] = 3;
    assertThatThrownBy(() -> EntityDetector.read(bytes, Settings.DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entity detector state: version 3");
  }

  @Test
  void readsTheFirstVersionForEver() throws IOException {
    byte[] golden = Golden.bytes("entity-detector-1.bin");
    EntityDetector detector = EntityDetector.read(golden, Settings.DEFAULTS);
    assertThat(detector.member("temp_c")).isZero();
    assertThat(detector.member("rpm")).isEqualTo(1);
  }

  @Test
  void readsTheSecondVersionAmidAStep() throws IOException {
    byte[] golden = Golden.bytes("entity-detector-2.bin");
    EntityDetector detector = EntityDetector.read(golden, Settings.DEFAULTS);
    assertThat(detector.members()).isEqualTo(2);
    assertThat(detector.isComplete()).isTrue();
    assertThat(detector.toBytes()).isEqualTo(golden);
  }

  /** A sensor of correlated metrics with a daily rhythm. */
  private static final class Host {
    private final Random random;
    private final SeriesDetector[] detectors = new SeriesDetector[METRICS];
    private final List<Grade> grades = new ArrayList<>();
    private String why = "";
    private EntityDetector entity = new EntityDetector(Settings.DEFAULTS);
    private long time = 1_700_000_000_000L;

    Host(long seed) {
      random = new Random(seed);
      for (int m = 0; m < METRICS; m++) {
        detectors[m] = new SeriesDetector(Settings.DEFAULTS);
        entity.member("metric" + m);
      }
    }

    /** Runs some steps with the first metrics shifted; the steps told. */
    List<Integer> run(int steps, int shifted, EntityFinding out) {
      List<Integer> found = new ArrayList<>();
      grades.clear();
      Finding finding = new Finding();
      for (int i = 0; i < steps; i++, time += MINUTE) {
        double load = Math.sin(2 * Math.PI * time / 86_400_000.0) + 0.2 * random.nextGaussian();
        for (int m = 0; m < METRICS; m++) {
          double value = load + 0.2 * random.nextGaussian() + (m < shifted ? 8 : 0);
          entity.add(m, detectors[m].add(time, value, finding), finding);
        }
        if (entity.close(out) == Verdict.FINDING) {
          found.add(i);
          grades.add(out.grade());
          why = out.sentence();
        }
      }
      return found;
    }
  }
}
