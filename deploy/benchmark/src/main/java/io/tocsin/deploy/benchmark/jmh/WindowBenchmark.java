package io.tocsin.deploy.benchmark.jmh;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.window.LatePolicy;
import io.tocsin.pipeline.window.Leaf;
import io.tocsin.pipeline.window.RangeFunction;
import io.tocsin.pipeline.window.Statistic;
import io.tocsin.pipeline.window.StepPlan;
import io.tocsin.pipeline.window.WindowOutput;
import io.tocsin.pipeline.window.WindowPlan;
import io.tocsin.pipeline.window.WindowSettings;
import io.tocsin.pipeline.window.WindowStage;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * What one event costs in the window stage, windows closed and told included, and how much memory
 * one open window takes: for each statistic, and each kind of window. One reading a second from
 * each of 100 sensors.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class WindowBenchmark {
  private static final int SENSORS = 100;
  private static final int SECONDS = 20;
  private static final int EVENTS = SENSORS * SECONDS;
  private static final int OPEN = 20_000;
  private static final ShardId SHARD = new ShardId("detect", "events", 0);
  private static final WindowSettings SETTINGS =
      WindowSettings.DEFAULTS.withLate(LatePolicy.DROP, Duration.ZERO);

  /** What is computed. */
  @Param({"COUNT", "SUM", "STDDEV", "MIN", "LAST", "RATE", "DERIV", "CHANGES", "QUANTILE"})
  RangeFunction statistic = RangeFunction.COUNT;

  /** The windows it is computed of. */
  @Param({"TUMBLING_1M", "DAY", "RANGE_1M_STEP_15S", "RANGE_1H_STEP_15S"})
  Kind kind = Kind.TUMBLING_1M;

  /** Kinds of windows. */
  public enum Kind {
    /** One minute since 1970. */
    TUMBLING_1M,
    /** Days of a time zone. */
    DAY,
    /** Hopping windows, 4 at a time. */
    RANGE_1M_STEP_15S,
    /** Hopping windows, 240 at a time. */
    RANGE_1H_STEP_15S;

    WindowPlan plan(RangeFunction function) {
      double param = function == RangeFunction.QUANTILE ? 0.95 : 0;
      List<Statistic> one = List.of(new Statistic("x", function, param));
      return switch (this) {
        case TUMBLING_1M -> new WindowPlan(60_000, one, List.of(), List.of());
        case DAY ->
            new WindowPlan(
                86_400_000,
                ZoneId.of("Europe/Berlin"),
                one,
                List.of(),
                List.of(),
                List.of(),
                false,
                false);
        case RANGE_1M_STEP_15S -> steps(function, param, 60_000);
        case RANGE_1H_STEP_15S -> steps(function, param, 3_600_000);
      };
    }

    private static WindowPlan steps(RangeFunction function, double param, long range) {
      Leaf leaf = new Leaf("x", series -> true, function, range, 0, param);
      StepPlan step = new StepPlan(15_000, List.of(leaf));
      return new WindowPlan(0, List.of(), List.of(step), List.of());
    }
  }

  private final Series[] series = new Series[OPEN];
  private ShardState state = open();
  private WindowStage stage = stage(Kind.TUMBLING_1M.plan(RangeFunction.COUNT), state);
  private long second = 1_700_000_000;

  private static ShardState open() {
    return States.open(States.inMemoryStore(), CacheBudget.unbounded());
  }

  private static WindowStage stage(WindowPlan plan, ShardState state) {
    return WindowStage.of(SETTINGS, plan, new ShardContext(SHARD, state, new Credit()));
  }

  /** An hour and a half of history, so that ranges are full. */
  @Setup(Level.Trial)
  public void fill() {
    for (int s = 0; s < series.length; s++) {
      series[s] = new Series(new SensorId("sensor-" + s), "m", Labels.of("site", "a"));
    }
    state = open();
    stage = stage(kind.plan(statistic), state);
    for (int i = 0; i < 5_400 / SECONDS; i++) {
      events();
    }
  }

  /** Twenty seconds of one hundred sensors. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public List<WindowOutput> events() {
    List<Input> items = new ArrayList<>(EVENTS);
    for (int i = 0; i < SECONDS; i++) {
      second++;
      for (int s = 0; s < SENSORS; s++) {
        long time = second * 1000 + s;
        items.add(
            new Arrival(new Reading(series[s], time, (double) ((time * 31) & 1023)), time, 0));
      }
    }
    Batch<Input> batch = Batch.of(SHARD, Now.behind(second * 1000), Records.NONE).with(items);
    List<WindowOutput> out = stage.apply(batch).items();
    state.batchEnd();
    return out;
  }

  /** How much one open window takes. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Room {
    /** Bytes of heap for one series' open window, without what a series without windows takes. */
    public double bytesPerWindow;
  }

  /** Twenty thousand series with ten readings in one open window each. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public Object room(Room room) {
    WindowPlan none = new WindowPlan(0, List.of(), List.of(), List.of(any -> true));
    double without = heapOf(none);
    double with = heapOf(kind.plan(statistic));
    room.bytesPerWindow = (with - without) / OPEN;
    return room;
  }

  private double heapOf(WindowPlan plan) {
    long before = used();
    ShardState full = open();
    WindowStage of = stage(plan, full);
    for (int i = 0; i < 10; i++) {
      List<Input> items = new ArrayList<>(OPEN);
      long time = 1_700_000_000_000L + i * 1000L;
      for (Series one : series) {
        items.add(new Arrival(new Reading(one, time, (double) i), time, 0));
      }
      of.apply(Batch.of(SHARD, Now.behind(time), Records.NONE).with(items));
      full.batchEnd();
    }
    double used = (double) (used() - before);
    if (of.stats().series() != OPEN) {
      throw new IllegalStateException("series: " + of.stats().series());
    }
    return used;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
