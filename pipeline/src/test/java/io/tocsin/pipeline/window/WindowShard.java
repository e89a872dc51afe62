package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.MarkRead;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A window stage and what came out of it; restarts from its stored bytes on demand. */
final class WindowShard {
  static final ShardId ID = new ShardId("detect", "tocsin.events", 0);

  private final WindowSettings settings;
  private final WindowPlan plan;
  private final int idleAtOnce;
  private final StateStore store = States.inMemoryStore();
  private ShardState state = States.open(store, CacheBudget.unbounded());
  private WindowStage stage;
  private long wall;

  final List<WindowOutput> out = new ArrayList<>();
  final List<Rejection> rejected = new ArrayList<>();

  WindowShard(WindowSettings settings, WindowPlan plan) {
    this(settings, plan, Integer.MAX_VALUE);
  }

  WindowShard(WindowSettings settings, WindowPlan plan, int idleAtOnce) {
    this.settings = settings;
    this.plan = plan;
    this.idleAtOnce = idleAtOnce;
    stage = open();
  }

  private WindowStage open() {
    return WindowStage.of(settings, plan, new ShardContext(ID, state, new Credit()), idleAtOnce);
  }

  /** Stores what has changed. */
  WindowShard commit() {
    state.drain();
    state.committed(new Position(0, 0, 0));
    return this;
  }

  /** Everything in memory is lost; the stored bytes are what the next batch starts from. */
  WindowShard restart() {
    return restart(CacheBudget.unbounded());
  }

  /** The same with so much memory from then on. */
  WindowShard restart(CacheBudget budget) {
    commit();
    state = States.open(store, budget);
    stage = open();
    return this;
  }

  WindowShard take(List<? extends Input> items) {
    return batch(items, Now.behind(wall));
  }

  WindowShard take(Input... items) {
    return take(List.of(items));
  }

  /** Everything appended before this time has been read. */
  WindowShard caughtUp(Duration at) {
    wall = at.toMillis();
    return batch(List.of(), new Now(wall, wall));
  }

  private WindowShard batch(List<? extends Input> items, Now now) {
    Batch<Input> batch = Batch.of(ID, now, Records.NONE).with(List.copyOf(items));
    out.addAll(stage.apply(batch).items());
    rejected.addAll(batch.rejections());
    state.batchEnd();
    return this;
  }

  WindowShard end() {
    return take(new MarkRead(new Mark("events-0", Mark.END), 0));
  }

  WindowStats stats() {
    return stage.stats();
  }

  List<Summary> summaries() {
    return of(WindowOutput.Closed.class).map(WindowOutput.Closed::summary).toList();
  }

  List<WindowOutput.Step> steps() {
    return of(WindowOutput.Step.class).toList();
  }

  <T> Stream<T> of(Class<T> type) {
    return out.stream().filter(type::isInstance).map(type::cast);
  }

  static Series series(String sensor, String metric) {
    return new Series(new SensorId(sensor), metric, Labels.NONE);
  }

  /** A reading that was appended when it was taken. */
  static Arrival at(String sensor, double seconds, double value) {
    return at(sensor, seconds, value, seconds);
  }

  static Arrival at(String sensor, double seconds, double value, double appended) {
    long time = Math.round(seconds * 1000);
    return new Arrival(
        new Reading(series(sensor, "m"), time, value), Math.round(appended * 1000), 0);
  }
}
