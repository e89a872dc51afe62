package io.tocsin.pipeline.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any sensor, on sensors drawn from a seed. */
class EntityPropertiesTest {
  private static final int STEPS = 4000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void restartsAmidStepsChangeNoBit(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] values = sensor(seed);
    Sensor whole = new Sensor(values[0].length);
    Sensor restarted = new Sensor(values[0].length);
    for (int step = 0; step < STEPS; step++) {
      for (int m = 0; m < values[step].length; m++) {
        whole.add(step, m, values[step][m]);
        restarted.add(step, m, values[step][m]);
        if (random.nextInt(500) == 0) {
          restarted.entity = EntityDetector.read(restarted.entity.toBytes(), Settings.DEFAULTS);
        }
      }
      assertThat(restarted.close()).isEqualTo(whole.close());
      assertThat(restarted.together.score()).isEqualTo(whole.together.score());
      assertThat(restarted.together.level()).isEqualTo(whole.together.level());
      assertThat(restarted.together.contributions()).isEqualTo(whole.together.contributions());
    }
    assertThat(restarted.entity.toBytes()).isEqualTo(whole.entity.toBytes());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void scaleAndShiftOfMetricsChangeNoAlert(long seed) {
    SplittableRandom random = new SplittableRandom(-seed);
    double[][] values = sensor(seed);
    List<Integer> plain = alerts(values);
    for (int m = 0; m < values[0].length; m++) {
      double scale = Math.exp(5 * random.nextGaussian());
      double shift = scale * 100 * random.nextGaussian();
      for (double[] row : values) {
        row[m] = row[m] * scale + shift;
      }
    }
    assertThat(plain).isNotEmpty();
    assertThat(alerts(values)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theOrderOfMetricsChangesNoAlert(long seed) {
    double[][] values = sensor(seed);
    List<Integer> plain = alerts(values);
    for (double[] row : values) {
      for (int m = 0; m < row.length / 2; m++) {
        double first = row[m];
        row[m] = row[row.length - 1 - m];
        row[row.length - 1 - m] = first;
      }
    }
    assertThat(alerts(values)).isEqualTo(plain);
  }

  private static List<Integer> alerts(double[][] values) {
    Sensor sensor = new Sensor(values[0].length);
    List<Integer> alerts = new ArrayList<>();
    for (int step = 0; step < values.length; step++) {
      for (int m = 0; m < values[step].length; m++) {
        sensor.add(step, m, values[step][m]);
      }
      if (sensor.close() == Verdict.FINDING) {
        alerts.add(step);
      }
    }
    return alerts;
  }

  /** A few metrics that share a load; at step 3000 some shift, at 3500 one goes its own way. */
  private static double[][] sensor(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int metrics = 3 + random.nextInt(8);
    double[][] values = new double[STEPS][metrics];
    double load = 0;
    for (int step = 0; step < STEPS; step++) {
      load = 0.98 * load + 0.2 * random.nextGaussian();
      for (int m = 0; m < metrics; m++) {
        double own = 0.1 * random.nextGaussian();
        boolean shifted = step >= 3000 && step < 3060 && m < 2;
        boolean apart = step >= 3500 && m == 2;
        values[step][m] = (apart ? -load : load) * (1 + m) + own + (shifted ? 12 * (1 + m) : 0);
      }
    }
    return values;
  }

  private static final class Sensor {
    private final SeriesDetector[] detectors;
    private final Finding finding = new Finding();
    private final EntityFinding together = new EntityFinding();
    private EntityDetector entity = new EntityDetector(Settings.DEFAULTS);

    Sensor(int metrics) {
      detectors = new SeriesDetector[metrics];
      for (int m = 0; m < metrics; m++) {
        detectors[m] = new SeriesDetector(Settings.DEFAULTS);
        entity.member("metric" + m);
      }
    }

    void add(int step, int m, double value) {
      entity.add(m, detectors[m].add(step * 60_000L, value, finding), finding);
    }

    Verdict close() {
      return entity.close(together);
    }
  }
}
