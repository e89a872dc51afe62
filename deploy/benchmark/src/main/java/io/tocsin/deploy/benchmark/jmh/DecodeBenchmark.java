package io.tocsin.deploy.benchmark.jmh;

import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.Codecs;
import io.tocsin.connectors.codec.Decoder;
import io.tocsin.connectors.codec.EventSink;
import io.tocsin.deploy.benchmark.job.ReadingParser;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import io.tocsin.pipeline.event.SensorEvent;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Decoding readings of 10,000 sensors: Tocsin's decoder, and the one that the peers are given. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class DecodeBenchmark {
  private static final int READINGS = 20_000;

  private final ReadingRecords records =
      ReadingRecords.of(new ReadingPlan(READINGS, 10_000, 1_000), 0, READINGS);
  private final Decoder decoder = Codecs.decoder(CodecSettings.of("native"));
  private final ReadingParser parser = new ReadingParser();

  /** For JMH. */
  public DecodeBenchmark() {}

  /** Tocsin: series found by their bytes, time and value read in place. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public void ours(Blackhole hole) {
    Sink sink = new Sink(hole);
    for (int i = 0; i < READINGS; i++) {
      hole.consume(decoder.decode(records, i, sink));
    }
  }

  /** Jackson's streaming parser: value and time only, the sensor is taken from the key. */
  @Benchmark
  @OperationsPerInvocation(READINGS)
  public void jackson(Blackhole hole) {
    for (int i = 0; i < READINGS; i++) {
      byte[] value = records.value(i);
      if (value != null) {
        hole.consume(parser.parse(value));
      }
    }
  }

  private record Sink(Blackhole hole) implements EventSink {
    @Override
    public void event(SensorEvent event) {
      hole.consume(event);
    }

    @Override
    public void skipped(Skip why) {
      hole.consume(why);
    }
  }
}
