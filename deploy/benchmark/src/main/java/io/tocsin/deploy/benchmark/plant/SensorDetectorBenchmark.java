package io.tocsin.deploy.benchmark.plant;

import io.tocsin.pipeline.anomaly.EntityDetector;
import io.tocsin.pipeline.anomaly.EntityFinding;
import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.anomaly.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time and allocation of one reading of a sensor with {@value #METRICS} metrics: its series'
 * detectors and the one that looks at them together, in one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SensorDetectorBenchmark {
  private static final int METRICS = 16;
  private static final int LENGTH = 1 << 14;

  private final double[][] values = new double[LENGTH][METRICS];
  private final Finding finding = new Finding();
  private final EntityFinding together = new EntityFinding();
  private final SeriesDetector[] detectors = new SeriesDetector[METRICS];
  private EntityDetector entity = new EntityDetector(Settings.DEFAULTS);
  private long time;
  private int next;

  /** Draws the series and warms the detectors. */
  @Setup(Level.Trial)
  public void setUp() {
    entity = new EntityDetector(Settings.DEFAULTS);
    for (int m = 0; m < METRICS; m++) {
      HealthySeries series = new HealthySeries(HealthyKind.WHITE_NOISE, m);
      for (int i = 0; i < LENGTH; i++) {
        values[i][m] = series.next(i);
      }
      detectors[m] = new SeriesDetector(Settings.DEFAULTS);
      entity.member("metric" + m);
    }
    for (int i = 0; i < LENGTH; i++) {
      step();
    }
  }

  /** One reading of each metric. */
  @Benchmark
  @OperationsPerInvocation(METRICS)
  public Verdict step() {
    time += HealthySeries.STEP_MS;
    next = (next + 1) & (LENGTH - 1);
    for (int m = 0; m < METRICS; m++) {
      entity.add(m, detectors[m].add(time, values[next][m], finding), finding);
    }
    return entity.close(together);
  }
}
