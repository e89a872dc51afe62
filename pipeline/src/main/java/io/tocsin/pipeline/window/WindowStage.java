package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.MarkRead;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Rejection.Reason;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.Stage;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.Timers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives every sensor its own watermark and closes its windows by it; a sensor that went silent has
 * its last windows closed by the shard's time. What is told does not depend on how the events were
 * batched. Used by the lane's thread only, but for {@link #stats}.
 */
public final class WindowStage implements Stage<Input, WindowOutput> {
  private static final String NAME = "window";
  private static final long SECOND = 1000;

  /** A writer whose mark is no older than this is up to date: marks come once a second. */
  private static final long MARKS_EVERY = 3 * SECOND;

  /** After so long without a mark it is told that a writer is stuck. */
  private static final long UPSTREAM_STUCK = 60 * SECOND;

  /**
   * So many idle sensors are looked at in one batch: what a million of them have open may become
   * due at one instant, and would be one transaction.
   */
  private static final int IDLE_AT_ONCE = 4_000;

  /** What so many readings need fits into a core's cache. */
  private static final int TOUCHED_AT_ONCE = 128;

  private static final int[] NOBODY = {};

  /** Prometheus' stale marker, one of the many NaNs. */
  private static final long STALE_MARKER = 0x7ff0000000000002L;

  private final WindowSettings settings;
  private final long lag;
  private final long idle;
  private final long maxSkew;
  private final Shapes shapes;
  private final Counts counts = new Counts();
  private final Sensors sensors;
  private final Closer closer;
  private final Kept kept;
  private final Timers<SensorId> amendments;
  private final ShardTime shardTime;
  private final Silences silences;
  private final @Nullable Frontier frontier;
  private final Timers<SensorId> timers;
  private final OpenWindows open;
  private volatile WindowStats stats;

  private @Nullable Predicate<String> writers;

  // For the length of one batch.
  private List<WindowOutput> out = List.of();
  private ShardTime.Live time;
  private final Set<LatePolicy> lateFor = EnumSet.noneOf(LatePolicy.class);

  /** Keeps the compiler from leaving out reads whose results nobody needs. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  private final int idleAtOnce;
  private int idleLeft;
  private boolean overdue;

  private WindowStage(
      WindowSettings settings, WindowPlan plan, ShardContext shard, int idleAtOnce) {
    this.settings = settings;
    this.idleAtOnce = idleAtOnce;
    lag = settings.maxOutOfOrder().toMillis() + settings.grace().toMillis();
    idle = settings.idleAfter().toMillis() + settings.grace().toMillis();
    maxSkew = settings.maxFutureSkew().toMillis();
    shapes = new Shapes(plan);
    sensors = new Sensors(shard.state(), shapes, counts);
    kept = new Kept(shard.state(), settings);
    frontier = plan.settles() && shapes.size() > 0 ? new Frontier(shapes, lag, idle) : null;
    open = new OpenWindows(shard.state(), shapes);
    closer = new Closer(shapes, sensors, counts, open, kept, settings, frontier);
    shardTime = new ShardTime(shard.state());
    amendments = shard.state().timers("window.reconsider", Codecs.SENSOR_ID);
    timers = shard.state().timers("window.idle", Codecs.SENSOR_ID);
    silences = new Silences(plan.silences(), sensors, shard.state());
    time = shardTime.live();
    sensors.count();
    stats = counts.snapshot(open.count(), ShardTime.UNKNOWN);
    if (frontier != null) {
      sensors.forEachState(
          state -> {
            if (!state.idle) {
              frontier.enter(state);
            }
          });
    }
  }

  /** The window stage of one shard. */
  public static WindowStage of(WindowSettings settings, WindowPlan plan, ShardContext shard) {
    return new WindowStage(settings, plan, shard, IDLE_AT_ONCE);
  }

  /** The same, looking at so many idle sensors in one batch at most. */
  static WindowStage of(
      WindowSettings settings, WindowPlan plan, ShardContext shard, int idleAtOnce) {
    return new WindowStage(settings, plan, shard, idleAtOnce);
  }

  /** What was counted up to the last batch. Any thread. */
  public WindowStats stats() {
    return stats;
  }

  /**
   * Sensors of this shard that count even if they never report. The lane's thread.
   *
   * @param expected those whose events would come to this shard
   */
  public void expect(List<ExpectedSensor> expected) {
    silences.expect(expected);
  }

  /**
   * Who writes marks to this shard; those of others are forgotten, so that who is gone keeps nobody
   * waiting. The lane's thread, before the first batch.
   */
  public void writers(Predicate<String> known) {
    writers = known;
  }

  @Override
  public Batch<WindowOutput> apply(Batch<Input> batch) {
    out = new ArrayList<>(batch.items().size() + 16);
    time = shardTime.live();
    idleLeft = idleAtOnce;
    overdue = timers.next() <= time.time();
    List<Input> items = batch.items();
    for (int i = 0; i < items.size(); i++) {
      if (i % TOUCHED_AT_ONCE == 0 && !shapes.isEmpty()) {
        touch(items, i);
      }
      Input input = items.get(i);
      if (input instanceof Arrival arrival) {
        arrive(batch, arrival);
      } else if (input instanceof MarkRead read) {
        mark(read.mark());
      }
    }
    long caughtUpTo = caughtUpTo(batch.now());
    watchUpstream(batch.now());
    if (settings.followWallClock()
        && caughtUpTo != Now.BEHIND
        && (time.time() != ShardTime.UNKNOWN || frontier != null || !silences.none())) {
      advance(caughtUpTo);
      if (!silences.none()) {
        silences.judge(Math.min(caughtUpTo, time.marks()), time, out);
      }
    }
    fireIdle();
    open.save();
    sensors.save();
    stats = counts.snapshot(open.count(), time.time());
    return batch.with(out);
  }

  private void touch(List<Input> items, int from) {
    int to = Math.min(from + TOUCHED_AT_ONCE, items.size());
    for (int i = from; i < to; i++) {
      if (items.get(i) instanceof Arrival arrival && arrival.event() instanceof Reading reading) {
        touched += sensors.touch(reading.series());
      }
    }
  }

  /** Up to when everything is here: what those who write to us have not come past is not. */
  private long caughtUpTo(Now now) {
    if (writers != null) {
      time.keepWriters(writers);
      writers = null;
    }
    long marks = time.marks();
    return marks < now.caughtUpTo() - MARKS_EVERY ? marks : now.caughtUpTo();
  }

  /** Those who write to us may be stuck while we have read all that they wrote. */
  private void watchUpstream(Now now) {
    if (settings.followWallClock() && now.caughtUpTo() != Now.BEHIND) {
      long marks = time.marks();
      boolean behind = marks < now.caughtUpTo() - UPSTREAM_STUCK;
      if (time.behind(behind)) {
        out.add(new WindowOutput.Upstream(behind ? marks : now.caughtUpTo(), now.caughtUpTo()));
      }
    }
  }

  private void arrive(Batch<Input> batch, Arrival arrival) {
    SensorEvent event = arrival.event();
    if (event.time() - arrival.appendTime() > maxSkew) {
      refuseFuture(batch, arrival);
      return;
    }
    if (event instanceof Reading reading && !Double.isFinite(reading.value())) {
      if (Double.doubleToRawLongBits(reading.value()) == STALE_MARKER) {
        end(reading, arrival.appendTime());
      } else {
        counts.notFinite++;
        String message = reading.series() + " at " + reading.time() + ": " + reading.value();
        batch.reject(arrival.index(), Reason.NOT_FINITE, NAME, message + " is not a finite number");
      }
      return;
    }
    advance(Math.min(event.time(), arrival.appendTime()));
    catchUp(event.sensor());
    if (event instanceof Reading reading && !shapes.isEmpty()) {
      read(batch, arrival, reading);
    } else {
      SensorState state = heard(event.sensor(), sensors.cell(event.sensor()));
      accept(new WindowOutput.Accepted(event, arrival.index(), false, Labels.NONE, NOBODY));
      moved(event, state);
    }
  }

  private void accept(WindowOutput.Accepted accepted) {
    counts.accepted++;
    out.add(accepted);
  }

  private void read(Batch<Input> batch, Arrival arrival, Reading reading) {
    Series series = reading.series();
    SensorState state = heard(series.sensor(), sensors.cell(series.sensor()));
    SeriesWindows windows = sensors.windows(state, series);
    if (reading.time() < state.maxTime && closePassed(series.sensor(), state)) {
      // Closing may have forgotten the series.
      windows = sensors.windows(state, series);
    }
    lateFor.clear();
    boolean late = !keep(reading, windows, state);
    windows.touched();
    if (late) {
      counts.late++;
      counts.dropped += lateFor.contains(LatePolicy.DROP) ? 1 : 0;
      if (lateFor.contains(LatePolicy.SIDE)) {
        counts.aside++;
        batch.reject(arrival.index(), Reason.LATE, NAME, lateMessage(reading, state));
      }
    }
    if (!late || lateFor.contains(LatePolicy.AMEND)) {
      counts.accepted++;
      int[] watchers = windows.watchers();
      if (watchers.length > 0) {
        out.add(
            new WindowOutput.Accepted(reading, arrival.index(), late, windows.labels(), watchers));
      }
    }
    moved(reading, state);
  }

  /** Notes that the sensor lives. */
  private SensorState heard(SensorId sensor, Cell<SensorState> cell) {
    SensorState state = sensors.state(cell, sensor);
    long before = state.arrivedAt;
    state.arrivedAt = time.time();
    if (state.idle) {
      state.idle = false;
      if (frontier != null) {
        frontier.enter(state);
      }
    }
    if (state.timerAt > state.arrivedAt + idle) {
      state.timerAt = state.arrivedAt + idle;
      timers.set(sensor, state.timerAt);
    }
    if (!silences.none()) {
      silences.heard(sensor, state, before, out);
    }
    cell.changed();
    return state;
  }

  /** Adds a reading to its windows; false if one of them was closed. */
  private boolean keep(Reading reading, SeriesWindows windows, SensorState state) {
    boolean inTime = true;
    for (int s = 0; s < shapes.size(); s++) {
      Panes panes = windows.panes[s];
      if (panes != null) {
        long end = shapes.all[s].paneEnd(reading.time());
        if (end <= state.closed[s]) {
          inTime = false;
          lateFor.add(shapes.all[s].late(settings.late()));
          amend(reading, windows, state, s, end);
        } else {
          if (shapes.all[s].plan == null) {
            open.sample(panes, end);
          }
          panes.add(end, reading.time(), reading.value());
          due(state, s, end);
        }
      }
    }
    windows.heard(reading.time());
    return inTime;
  }

  /** A late sample: corrects what is kept of its closed window. */
  private void amend(Reading reading, SeriesWindows windows, SensorState state, int s, long end) {
    Panes panes = windows.panes[s];
    Shape shape = shapes.all[s];
    if (shape.late(settings.late()) != LatePolicy.AMEND || panes == null) {
      return;
    }
    if (shape.plan == null) {
      Kept.Sample sample = new Kept.Sample(reading.time(), reading.value(), time.time());
      if (!kept.correct(reading.series(), shape, panes.layout, end, state.closed[s], sample)) {
        counts.tooLate++;
      }
    } else if (end < closer.oldestNeeded(windows, s, state.closed[s])
        || !panes.amend(end, reading.time(), reading.value())) {
      counts.tooLate++;
    } else {
      if (state.amendedFrom(s) == Long.MAX_VALUE) {
        amendments.set(reading.sensor(), time.time() + Kept.GATHER);
      }
      state.amended(s, shape.stepAtOrAfter(end));
    }
  }

  private void due(SensorState state, int s, long paneEnd) {
    Shape shape = shapes.all[s];
    long due = shape.closesAt(shape.stepAtOrAfter(paneEnd)) + lag;
    if (due < state.nextDue) {
      state.nextDue = due;
    }
  }

  /**
   * What is late follows from the watermark alone, not from when something was last closed. Returns
   * whether anything was left to close.
   */
  private boolean closePassed(SensorId sensor, SensorState state) {
    boolean behind =
        state.maxTime != SensorState.NEVER && closer.isBehind(state, state.maxTime - lag);
    if (behind) {
      closer.byWatermark(sensor, state, state.maxTime - lag, lag, out);
    }
    return behind;
  }

  /** The sensor's own time may have moved: closes what is complete. */
  private void moved(SensorEvent event, SensorState state) {
    if (event.time() > state.maxTime) {
      state.maxTime = event.time();
    }
    if (state.maxTime >= state.nextDue) {
      closer.byWatermark(event.sensor(), state, state.maxTime - lag, lag, out);
    }
  }

  /** A stale marker. */
  private void end(Reading marker, long appendTime) {
    advance(Math.min(marker.time(), appendTime));
    catchUp(marker.sensor());
    SensorState state = heard(marker.sensor(), sensors.cell(marker.sensor()));
    closePassed(marker.sensor(), state);
    SeriesWindows windows = sensors.windows(state, marker.series());
    for (int s = 0; s < shapes.size(); s++) {
      Panes panes = windows.panes[s];
      long end = shapes.all[s].paneEnd(marker.time());
      if (panes != null && shapes.all[s].plan != null && end > state.closed[s]) {
        panes.stop(end, marker.time());
        due(state, s, end);
      }
    }
    windows.touched();
    counts.accepted++;
    out.add(new WindowOutput.SeriesEnded(marker.series(), marker.time()));
    moved(marker, state);
  }

  private void refuseFuture(Batch<Input> batch, Arrival arrival) {
    SensorEvent event = arrival.event();
    counts.future++;
    batch.reject(
        arrival.index(),
        Reason.FUTURE,
        NAME,
        "sensor \"%s\" claims %d, which is %d ms after it was appended at %d; accepted is up to %d ms"
            .formatted(
                event.sensor(),
                event.time(),
                event.time() - arrival.appendTime(),
                arrival.appendTime(),
                maxSkew));
    out.add(new WindowOutput.Skewed(event.sensor(), event.time(), arrival.appendTime()));
  }

  private static String lateMessage(Reading reading, SensorState state) {
    return "%s at %d: its window is closed, the sensor's newest event is of %d"
        .formatted(reading.series(), reading.time(), state.maxTime);
  }

  /** Moves the shard's time and does what is due, in order. */
  private void advance(long to) {
    long before = time.time();
    if (!time.advance(to)) {
      return;
    }
    fireIdle();
    tellAmended(to);
    if (before == ShardTime.UNKNOWN || Math.floorDiv(to, SECOND) != Math.floorDiv(before, SECOND)) {
      out.add(new WindowOutput.Time(to));
      settle(to);
    }
  }

  /** Looks at sensors whose timers are due, as many as this batch may. */
  private void fireIdle() {
    long now = time.time();
    if (timers.next() <= now) {
      idleLeft -= timers.fire(now, idleLeft, this::idle);
      overdue = timers.next() <= now;
    }
  }

  /**
   * A sensor's timer is due and was put off: what is due is done before anything else is done with
   * the sensor, so that it tells the same as if its timer had not been put off.
   */
  private void catchUp(SensorId sensor) {
    if (!overdue) {
      return;
    }
    SensorState state = sensors.known(sensor);
    while (state != null && state.timerAt <= time.time()) {
      timers.clear(sensor);
      idle(sensor, state.timerAt);
      state = sensors.known(sensor);
    }
  }

  private void settle(long now) {
    if (frontier != null && !overdue) {
      long settled = frontier.settled(now);
      if (time.settled(settled)) {
        out.add(new WindowOutput.Settled(settled));
      }
    }
  }

  private void tellAmended(long to) {
    kept.tell(
        to, series -> catchUp(series.sensor()), (key, window) -> closer.amended(key, window, out));
    if (amendments.next() <= to) {
      amendments.fire(
          to,
          (sensor, at) -> {
            catchUp(sensor);
            SensorState state = sensors.known(sensor);
            if (state != null) {
              closePassed(sensor, state);
              closer.reconsider(sensor, state, out);
              sensors.cell(sensor).changed();
            }
          });
    }
  }

  /**
   * A sensor's timer: it is idle, or else the timer is set again. What it does goes by the timer's
   * own time, not by how far the shard's time has come since.
   */
  private void idle(SensorId sensor, long now) {
    SensorState state = sensors.known(sensor);
    if (state == null) {
      return;
    }
    long next = state.arrivedAt + idle;
    if (next <= now) {
      long rest = closer.byIdleness(sensor, state, now, lag, out);
      if (!state.idle) {
        state.idle = true;
        if (frontier != null) {
          frontier.leave(state);
        }
      }
      long forgetAt = state.arrivedAt + settings.forgetAfter().toMillis();
      if (rest == Long.MAX_VALUE && forgetAt <= now) {
        sensors.forget(sensor, state);
        return;
      }
      next = rest == Long.MAX_VALUE ? forgetAt : rest;
    }
    state.timerAt = next;
    timers.set(sensor, next);
    sensors.cell(sensor).changed();
  }

  private void mark(Mark mark) {
    if (mark.time() != Mark.END) {
      time.marked(mark.writer(), mark.time());
    } else if (time.ended(mark.writer()) == settings.writers()) {
      timers.fire(time.time(), this::idle);
      sensors.forEach(
          sensor -> {
            SensorState state = sensors.known(sensor);
            if (state != null) {
              closer.byIdleness(sensor, state, Long.MAX_VALUE, lag, out);
              sensors.cell(sensor).changed();
            }
          });
      tellAmended(Long.MAX_VALUE);
      if (frontier != null) {
        out.add(new WindowOutput.Settled(Long.MAX_VALUE));
      }
      out.add(new WindowOutput.Ended());
    }
  }
}
