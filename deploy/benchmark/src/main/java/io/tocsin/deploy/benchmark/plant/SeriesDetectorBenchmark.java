package io.tocsin.deploy.benchmark.plant;

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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time and allocation of one reading, in one thread, on warm series of each kind. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SeriesDetectorBenchmark {
  private static final int LENGTH = 1 << 16;

  @Param({"WHITE_NOISE", "DAILY", "BURSTS"})
  private HealthyKind kind = HealthyKind.WHITE_NOISE;

  private final double[] values = new double[LENGTH];
  private final Finding finding = new Finding();
  private SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
  private long time;
  private int next;

  /** Draws the series and warms the detector. */
  @Setup(Level.Trial)
  public void setUp() {
    HealthySeries series = new HealthySeries(kind, 1);
    for (int i = 0; i < LENGTH; i++) {
      values[i] = series.next(i);
    }
    detector = new SeriesDetector(Settings.DEFAULTS);
    for (int i = 0; i < LENGTH; i++) {
      add();
    }
  }

  /** One reading. */
  @Benchmark
  public Verdict add() {
    time += HealthySeries.STEP_MS;
    next = (next + 1) & (LENGTH - 1);
    return detector.add(time, values[next], finding);
  }
}
