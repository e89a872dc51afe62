package io.tocsin.deploy.benchmark.jmh;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.LogEntry;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The state's live objects: finding and changing one, and writing down all that changed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class StateBenchmark {
  private static final int TOUCHED = 10_000;
  private static final int STRIDE = 7_919;

  @Param({"10000", "1000000"})
  int series;

  private final ShardState state = States.inMemory();
  private Series[] keys = new Series[0];
  private Table<Series, Long> table =
      state.table(new TableSpec<>("counts", 1, Codecs.SERIES, Codecs.LONG));
  private int next;

  /** For JMH. */
  public StateBenchmark() {}

  /** Fills the table. */
  @Setup(Level.Trial)
  public void fill() {
    keys = new Series[series];
    for (int i = 0; i < series; i++) {
      keys[i] = new Series(new SensorId("pump-" + i), "pressure", Labels.of("site", "a"));
      table.put(keys[i], 0L);
    }
    if (commit() == 0) {
      throw new IllegalStateException("nothing was written");
    }
  }

  /** One look-up and one change in place per event. */
  @Benchmark
  @OperationsPerInvocation(TOUCHED)
  public void touch() {
    for (int i = 0; i < TOUCHED; i++) {
      change();
    }
  }

  /** The same, and a commit of what changed: coded, and put into the store in memory. */
  @Benchmark
  @OperationsPerInvocation(TOUCHED)
  public int touchAndCommit() {
    for (int i = 0; i < TOUCHED; i++) {
      change();
    }
    return commit();
  }

  private int commit() {
    List<LogEntry> changes = state.drain();
    state.committed(new Position(0, 0, 0));
    state.batchEnd();
    return changes.size();
  }

  private void change() {
    next = (next + STRIDE) % series;
    Cell<Long> cell = table.cell(keys[next]);
    Long value = cell.get();
    cell.set(value == null ? 1 : value + 1);
  }
}
