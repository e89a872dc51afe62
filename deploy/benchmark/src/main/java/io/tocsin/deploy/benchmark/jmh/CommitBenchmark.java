package io.tocsin.deploy.benchmark.jmh;

import io.tocsin.deploy.benchmark.state.Sums;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.LogEntry;
import io.tocsin.pipeline.state.MemoryBudget;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.RocksStores;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one small changed entry costs in a commit of many: changed, drained, packed, written behind.
 * Changes come in the order of readings, which is not that of keys.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 6, time = 2)
public class CommitBenchmark {
  private static final int MANY = 200_000;
  private static final int FEW = 5_000;
  private static final long START = 1_767_225_600_000L;

  /** A fifth of a million sensors reports between two commits. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public List<LogEntry> many(Million shard) {
    return shard.changeAndCommit(MANY);
  }

  /** Half of ten thousand sensors reports between two commits. */
  @Benchmark
  @OperationsPerInvocation(FEW)
  public List<LogEntry> few(TenThousand shard) {
    return shard.changeAndCommit(FEW);
  }

  /** A fifth of a million sensors has a timer moved between two commits. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public List<LogEntry> manyTimers(Million shard) {
    return shard.moveAndCommit(MANY);
  }

  /** Half of ten thousand sensors has a timer moved between two commits. */
  @Benchmark
  @OperationsPerInvocation(FEW)
  public List<LogEntry> fewTimers(TenThousand shard) {
    return shard.moveAndCommit(FEW);
  }

  /** A shard with a million sensors. */
  public static class Million extends Shard {
    /** All of them live. */
    public Million() {
      super(1_000_000);
    }
  }

  /** A shard with ten thousand sensors. */
  public static class TenThousand extends Shard {
    /** All of them live. */
    public TenThousand() {
      super(10_000);
    }
  }

  /** Sensors of which each has one small entry, all live. */
  @State(Scope.Thread)
  public abstract static class Shard {
    private static final TableSpec<SensorId, Sums> SUMS =
        new TableSpec<>("sums", 1, Codecs.SENSOR_ID, Sums.CODEC);

    private final int entries;
    private final Path folder = folder();
    private final RocksStores stores = RocksStores.at(folder, MemoryBudget.of(512L << 20));
    private final ShardState state =
        States.open(States.writeBehind(stores.open("shard")), CacheBudget.unbounded());
    private final Table<SensorId, Sums> sums = state.table(SUMS);
    private final Timers<SensorId> timers = state.timers("timers", Codecs.SENSOR_ID);
    private SensorId[] sensors = new SensorId[0];
    private int next;
    private int laps;

    Shard(int entries) {
      this.entries = entries;
    }

    private static Path folder() {
      try {
        return Files.createTempDirectory("commit-benchmark");
      } catch (IOException e) {
        throw new UncheckedIOException("no temporary folder", e);
      }
    }

    /** Fills it. */
    @Setup(Level.Trial)
    public void fill() {
      sensors = new SensorId[entries];
      Arrays.setAll(sensors, i -> new SensorId(String.format(Locale.ROOT, "sensor-%07d", i)));
      Collections.shuffle(Arrays.asList(sensors), new Random(1));
      changeAndCommit(entries);
    }

    /** Frees its folder. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
      state.close();
      stores.close();
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }

    List<LogEntry> changeAndCommit(int count) {
      for (int i = 0; i < count; i++) {
        change(sensors[next]);
        step();
      }
      return commit();
    }

    /** Each timer is some window's end, and a minute later the next time. */
    List<LogEntry> moveAndCommit(int count) {
      for (int i = 0; i < count; i++) {
        timers.set(sensors[next], START + 60_000L * (laps + next % 10));
        step();
      }
      return commit();
    }

    private void step() {
      next++;
      if (next == entries) {
        next = 0;
        laps++;
      }
    }

    private List<LogEntry> commit() {
      List<LogEntry> log = state.drain();
      state.committed(new Position(1, 1, 1));
      state.batchEnd();
      return log;
    }

    private void change(SensorId sensor) {
      Cell<Sums> cell = sums.cell(sensor);
      Sums found = cell.get();
      if (found == null) {
        found = new Sums();
        cell.set(found);
      } else {
        cell.changed();
      }
      found.add(START, next * 0.1);
    }
  }
}
