package io.tocsin.deploy.benchmark.jmh;

import io.tocsin.deploy.benchmark.state.Sums;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one event, one changed entry of a commit, and one cold entry cost. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StateBenchmark {
  private static final int DIRTY = 10_000;
  private static final int COLD = 1_000;
  private static final TableSpec<Series, Sums> SUMS =
      new TableSpec<>("sums", 1, Codecs.SERIES, Sums.CODEC);

  /** Live entries. */
  @Param({"100000"})
  int entries;

  private final Random random = new Random(1);
  private final Path folder = folder();
  private final RocksStores stores = RocksStores.at(folder, MemoryBudget.of(512L << 20));
  private final ShardState hot = States.open(stores.open("hot"), CacheBudget.unbounded());
  private final Table<Series, Sums> sums = hot.table(SUMS);
  private final Timers<Series> timers = hot.timers("idle", Codecs.SERIES);
  private final ShardState cold = States.open(stores.open("cold"), CacheBudget.ofBytes(0));
  private final Table<Series, Sums> coldSums = cold.table(SUMS);
  private Series[] series = new Series[0];
  private int next;
  private long now;

  private static Path folder() {
    try {
      return Files.createTempDirectory("state-benchmark");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder", e);
    }
  }

  /** Fills a shard that stays in memory and one of which nothing does. */
  @Setup(Level.Trial)
  public void fill() {
    series = new Series[entries];
    for (int i = 0; i < entries; i++) {
      series[i] =
          new Series(new SensorId("host-" + i / 10), "metric_" + i % 10, Labels.of("site", "a"));
    }
    Collections.shuffle(Arrays.asList(series), random);
    for (Series key : series) {
      add(sums, key);
      add(coldSums, key);
      timers.set(key, now++);
    }
    commit(hot);
    commit(cold);
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    stores.close();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Look-up of an entry in memory. */
  @Benchmark
  public Cell<Sums> cellHit() {
    next = next + 1 == entries ? 0 : next + 1;
    return sums.cell(series[next]);
  }

  /** Look-up and change of an entry that is dirty already. */
  @Benchmark
  public void changeDirty() {
    next = next + 1 == DIRTY ? 0 : next + 1;
    add(sums, series[next]);
  }

  /** An idle timer is moved by each event. */
  @Benchmark
  public void moveTimer() {
    next = next + 1 == entries ? 0 : next + 1;
    timers.set(series[next], ++now + 300_000);
  }

  /** For each of the changed entries: change, drain, pack and write to RocksDB. */
  @Benchmark
  @OperationsPerInvocation(DIRTY)
  public List<LogEntry> changeAndCommit() {
    int from = random.nextInt(entries - DIRTY);
    for (int i = from; i < from + DIRTY; i++) {
      add(sums, series[i]);
    }
    return commit(hot);
  }

  /** Look-up of an entry that must come from RocksDB. */
  @Benchmark
  @OperationsPerInvocation(COLD)
  public long coldRead() {
    long count = 0;
    for (int i = 0; i < COLD; i++) {
      Sums found = coldSums.get(series[random.nextInt(entries)]);
      count += found == null ? 0 : found.count();
    }
    cold.batchEnd();
    return count;
  }

  private static void add(Table<Series, Sums> table, Series key) {
    Cell<Sums> cell = table.cell(key);
    Sums found = cell.get();
    if (found == null) {
      found = new Sums();
      cell.set(found);
    } else {
      cell.changed();
    }
    found.add(1, 2);
  }

  private static List<LogEntry> commit(ShardState state) {
    List<LogEntry> log = state.drain();
    state.committed(new Position(1, 1, 1));
    state.batchEnd();
    return log;
  }
}
