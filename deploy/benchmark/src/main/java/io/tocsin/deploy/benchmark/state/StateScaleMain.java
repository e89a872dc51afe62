package io.tocsin.deploy.benchmark.state;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Fills shards with entries and goes on changing them at random, with far less memory than they
 * take. Arguments: folder, entries, shards, worker.memory in MiB, seconds of changes. Prints one
 * line a phase; fails if an entry was lost.
 */
public final class StateScaleMain {
  private static final TableSpec<Series, Sums> SUMS =
      new TableSpec<>("sums", 1, Codecs.SERIES, Sums.CODEC);
  private static final int BATCH = 500;
  private static final int BATCHES_PER_COMMIT = 20;

  private final List<ShardState> shards = new ArrayList<>();
  private final List<Table<Series, Sums>> tables = new ArrayList<>();
  private final CacheBudget budget;
  private final RocksStores stores;
  private final int entries;
  private long logBytes;
  private long logRecords;
  private long batches;

  private StateScaleMain(Path folder, int entries, int shardCount, MemoryBudget memory) {
    this.entries = entries;
    this.budget = CacheBudget.ofBytes(memory.liveCache());
    this.stores = RocksStores.at(folder, memory);
    for (int i = 0; i < shardCount; i++) {
      ShardState state = States.open(stores.open("shard-" + i), budget);
      shards.add(state);
      tables.add(state.table(SUMS));
    }
  }

  /** Runs. */
  public static void main(String[] args) throws IOException {
    if (args.length != 5) {
      throw new IllegalArgumentException(
          "want: folder entries shards worker.memory-in-MiB seconds-of-changes");
    }
    int entries = Integer.parseInt(args[1]);
    StateScaleMain run =
        new StateScaleMain(
            Path.of(args[0]),
            entries,
            Integer.parseInt(args[2]),
            MemoryBudget.of(Long.parseLong(args[3]) << 20));
    run.fill();
    long stateBytes = run.logBytes;
    run.change(Long.parseLong(args[4]));
    run.check();
    run.stores.close();
    verdict(stateBytes, MemoryBudget.of(Long.parseLong(args[3]) << 20));
  }

  /** Each entry was written once while they were filled: the log is as large as the state. */
  private static void verdict(long stateBytes, MemoryBudget memory) throws IOException {
    double times = (double) stateBytes / memory.total();
    long budget =
        Runtime.getRuntime().maxMemory()
            + memory.blockCache()
            + memory.memtables()
            + MemoryBudget.JVM_OVERHEAD;
    long peak = status("VmHWM:");
    System.out.printf(
        Locale.ROOT,
        "state %,d MB = %.1f times worker.memory; peak rss %,d MB of a budget of %,d MB: %d %%%n",
        stateBytes >> 20,
        times,
        peak >> 20,
        budget >> 20,
        100 * peak / budget);
    if (times < 10 || peak > budget * 1.2) {
      throw new IllegalStateException("wanted: 10 times or more, and at most 120 percent");
    }
  }

  private void fill() throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < entries; i++) {
      touch(i);
    }
    commit();
    report("fill", entries, start);
  }

  private void change(long seconds) throws IOException {
    Random random = new Random(1);
    long start = System.nanoTime();
    long changes = 0;
    while (System.nanoTime() - start < seconds * 1_000_000_000L) {
      for (int i = 0; i < BATCH; i++) {
        // Four of five changes go to a fiftieth of the entries.
        boolean hot = random.nextInt(5) != 0;
        touch(random.nextInt(hot ? Math.max(1, entries / 50) : entries));
      }
      changes += BATCH;
    }
    commit();
    report("change", changes, start);
  }

  private void check() throws IOException {
    long start = System.nanoTime();
    long[] seen = {0};
    tables.forEach(table -> table.forEach((series, sums) -> seen[0] += Math.min(1, sums.count())));
    report("visit", seen[0], start);
    if (seen[0] != entries) {
      throw new IllegalStateException(seen[0] + " entries of " + entries + " are left");
    }
  }

  private void touch(int i) {
    Table<Series, Sums> table = tables.get(i % tables.size());
    Cell<Sums> cell = table.cell(series(i));
    Sums sums = cell.get();
    if (sums == null) {
      sums = new Sums();
      cell.set(sums);
    } else {
      cell.changed();
    }
    sums.add(1_767_225_600_000L + i, i * 0.1);
    if (++batches % BATCH == 0) {
      shards.forEach(ShardState::batchEnd);
      if (batches % (BATCH * BATCHES_PER_COMMIT) == 0) {
        commit();
      }
    }
  }

  private static Series series(int i) {
    return new Series(
        new SensorId(String.format(Locale.ROOT, "host-%06d.example.org", i / 10)),
        "metric_" + i % 10,
        Labels.of("site", "s" + i / 1000 % 50));
  }

  private void commit() {
    for (ShardState shard : shards) {
      for (LogEntry entry : shard.drain()) {
        byte[] value = entry.value();
        logBytes += entry.key().length + (value == null ? 0 : value.length);
        logRecords++;
      }
      shard.committed(new Position(0, 0, 0));
    }
  }

  private void report(String phase, long count, long start) throws IOException {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-6s %,11d in %6.1f s = %,9.0f/s  log %,7.1f MB in %,d records  live %,d MB of %,d"
            + "  rocksdb %,d MB  rss %,d MB%n",
        phase,
        count,
        seconds,
        count / seconds,
        logBytes / 1e6,
        logRecords,
        budget.used() >> 20,
        budget.bytes() >> 20,
        stores.memoryUsed() >> 20,
        status("VmRSS:") >> 20);
  }

  private static long status(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    return 0;
  }
}
