package io.tocsin.deploy.benchmark.jmh;

import io.tocsin.connectors.codec.SummaryCodec;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Summary;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writing and reading one window's summary, which happens once per window and series. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class CodecBenchmark {
  private final Summary summary =
      new Summary(
          Labels.of("sensor", "pump-004211", "__name__", "pressure", "site", "plant-a"),
          1_769_853_600_000L,
          1_769_853_610_000L,
          Map.of("count", 10.0, "sum", 652.5, "mean", 65.25, "min", 20.75, "max", 119.5),
          0);
  private final byte[] written = SummaryCodec.value(summary);

  /** For JMH. */
  public CodecBenchmark() {}

  /** To JSON. */
  @Benchmark
  public byte[] write() {
    return SummaryCodec.value(summary);
  }

  /** From JSON. */
  @Benchmark
  public Summary read() {
    return SummaryCodec.read(written);
  }
}
