package io.tocsin.pipeline.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Statistics;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.event.Sums;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes what is complete of one sensor: summaries and steps, each once, in order of time. */
final class Closer {
  private final Shapes shapes;
  private final Sensors sensors;
  private final Counts counts;
  private final OpenWindows open;
  private final long forgetAfter;
  private final Kept kept;
  private final WindowSettings settings;
  private final @Nullable Frontier frontier;
  private boolean quiet;
  private double[] row = new double[64];

  Closer(
      Shapes shapes,
      Sensors sensors,
      Counts counts,
      OpenWindows open,
      Kept kept,
      WindowSettings settings,
      @Nullable Frontier frontier) {
    this.frontier = frontier;
    this.shapes = shapes;
    this.sensors = sensors;
    this.counts = counts;
    this.open = open;
    this.kept = kept;
    forgetAfter = settings.forgetAfter().toMillis();
    this.settings = settings;
  }

  /** Whether a watermark has passed the end of something that is not marked as closed yet. */
  boolean isBehind(SensorState state, long watermark) {
    for (int s = 0; s < shapes.size(); s++) {
      if (shapes.all[s].closedBy(watermark) > state.closed[s]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Closes what ends before a watermark.
   *
   * @param lag how much later than its end something closes, measured by the sensor's newest event
   */
  void byWatermark(
      SensorId sensor, SensorState state, long watermark, long lag, List<WindowOutput> out) {
    List<SeriesWindows> all = sensors.all(state);
    for (int[] group : shapes.groups) {
      close(sensor, state, all, group, shapes.all[group[0]].closedBy(watermark), out);
    }
    forgetSilent(state, all, watermark);
    state.nextDue = nextDue(state, all, lag);
  }

  /**
   * Closes what holds samples of a sensor that is idle, as far as it ends at or before {@code now}.
   * What holds none stays open: the sensor may yet send what it has kept.
   *
   * @return when the rest ends, {@link Long#MAX_VALUE} if nothing is left open
   */
  long byIdleness(SensorId sensor, SensorState state, long now, long lag, List<WindowOutput> out) {
    List<SeriesWindows> all = sensors.all(state);
    quiet = true;
    long rest = Long.MAX_VALUE;
    for (int[] group : shapes.groups) {
      Shape shape = shapes.all[group[0]];
      long last = lastEnd(all, group);
      if (last == Long.MIN_VALUE) {
        continue;
      }
      long end = shape.stepAtOrAfter(last);
      long horizon = end <= now ? end : shape.stepAtOrBefore(now);
      close(sensor, state, all, group, horizon, out);
      if (end > now && end > state.closed[group[0]]) {
        rest = Math.min(rest, end);
      }
    }
    quiet = false;
    state.nextDue = nextDue(state, all, lag);
    return rest;
  }

  private void close(
      SensorId sensor,
      SensorState state,
      List<SeriesWindows> all,
      int[] group,
      long horizon,
      List<WindowOutput> out) {
    if (horizon <= state.closed[group[0]]) {
      return;
    }
    if (shapes.all[group[0]].plan == null) {
      closeWindows(state, all, group[0], horizon, out);
    } else {
      closeSteps(sensor, state, all, group, horizon, out);
    }
    for (int s : group) {
      closed(state, all, s, horizon);
    }
  }

  private void closed(SensorState state, List<SeriesWindows> all, int s, long horizon) {
    long before = state.closed[s];
    state.closed[s] = horizon;
    if (frontier != null && frontier.is(s) && !state.idle) {
      frontier.move(before, horizon);
    }
    for (SeriesWindows of : all) {
      Panes panes = of.panes[s];
      if (panes != null) {
        panes.forgetBefore(oldestNeeded(of, s, horizon));
        if (shapes.all[s].plan == null) {
          kept.expire(of.series(), shapes.all[s], before, horizon);
        }
      }
    }
  }

  /** End of the oldest pane that a step after {@code closed} needs, or one to be reconsidered. */
  long oldestNeeded(SeriesWindows windows, int s, long closed) {
    Shape shape = shapes.all[s];
    return shape.plan == null
        ? closed + 1
        : closed + shape.step - windows.span(s) - shape.reconsiderFor(settings, windows.span(s));
  }

  /** Tells the steps again that late samples may have changed, as far as their panes are there. */
  void reconsider(SensorId sensor, SensorState state, List<WindowOutput> out) {
    List<SeriesWindows> all = sensors.all(state);
    for (int[] group : shapes.groups) {
      long from = Long.MAX_VALUE;
      long span = 0;
      for (int s : group) {
        from = Math.min(from, state.amendedFrom(s));
        for (SeriesWindows of : all) {
          span = Math.max(span, of.span(s));
        }
      }
      if (from != Long.MAX_VALUE) {
        reconsider(sensor, state.closed[group[0]], all, group, from, span, out);
      }
    }
    state.amendmentsTold();
  }

  private void reconsider(
      SensorId sensor,
      long closed,
      List<SeriesWindows> all,
      int[] group,
      long from,
      long span,
      List<WindowOutput> out) {
    Shape shape = shapes.all[group[0]];
    long first = shape.stepAtOrAfter(closed + 1 - shape.reconsiderFor(settings, span));
    for (long time = Math.max(from, first); time <= closed; time += shape.step) {
      List<WindowOutput.Row> rows = rows(all, group, time);
      if (!rows.isEmpty()) {
        out.add(new WindowOutput.Step(sensor, shape.planIndex, time, rows, true));
      }
    }
  }

  /** The summary of a kept window as it is now. */
  void amended(Kept.Key key, Kept.Window window, List<WindowOutput> out) {
    for (Shape shape : shapes.all) {
      if (shape.key.equals(key.shape())) {
        Labels named = key.series().ruleLabels().with("__name__", key.series().metric());
        counts.amended++;
        out.add(closed(named, window.panes, shape, key.end(), window.revision, false));
      }
    }
  }

  private void closeWindows(
      SensorState state, List<SeriesWindows> all, int s, long horizon, List<WindowOutput> out) {
    long end = state.closed[s];
    while ((end = firstEndAfter(all, s, end)) <= horizon) {
      for (SeriesWindows of : all) {
        Panes panes = of.panes[s];
        if (panes != null && panes.firstEndAfter(end - 1) == end) {
          panes.settle(end);
          out.add(closed(of.named(), panes, shapes.all[s], end, 0, quiet));
          kept.keep(of.series(), shapes.all[s], end, panes);
          of.touched();
          counts.windows++;
          open.closed();
        }
      }
    }
  }

  private WindowOutput.Closed closed(
      Labels named, Panes panes, Shape shape, long end, int revision, boolean isQuiet) {
    long start = shape.startOf(end);
    DDSketch sketch = gather(panes, start, end, 0);
    double[] values = new double[shape.statistics.length];
    for (int i = 0; i < values.length; i++) {
      Statistic statistic = shape.statistics[i];
      values[i] =
          Evaluate.value(
              statistic.function(), statistic.param(), panes.layout, row, sketch, start, end);
    }
    Summary summary = new Summary(named, start, end, new Statistics(shape.names, values), revision);
    return new WindowOutput.Closed(summary, isQuiet, shapes.adds ? addends(panes, sketch) : null);
  }

  /** What the window in {@link #row} brings to one of many series. */
  private WindowOutput.Addends addends(Panes panes, @Nullable DDSketch sketch) {
    Layout l = panes.layout;
    Sums sums =
        new Sums(
            Math.round(row[0]),
            l.sum < 0 ? 0 : row[l.sum],
            l.sum < 0 ? 0 : row[l.sum + 1],
            l.min < 0 ? Double.NaN : row[l.min],
            l.max < 0 ? Double.NaN : row[l.max],
            l.moments < 0 ? 0 : row[l.moments],
            l.moments < 0 ? 0 : row[l.moments + 1]);
    Spread spread =
        new Spread(
            l.first < 0 ? Spread.NONE.firstTime() : (long) row[l.first],
            l.first < 0 ? Double.NaN : row[l.first + 1],
            l.last < 0 ? Spread.NONE.lastTime() : (long) row[l.last],
            l.last < 0 ? Double.NaN : row[l.last + 1],
            QuantileSketch.encoded(sketch));
    return new WindowOutput.Addends(sums, spread);
  }

  private void closeSteps(
      SensorId sensor,
      SensorState state,
      List<SeriesWindows> all,
      int[] group,
      long horizon,
      List<WindowOutput> out) {
    long time = state.closed[group[0]];
    while ((time = nextStep(all, group, time)) <= horizon) {
      List<WindowOutput.Row> rows = rows(all, group, time);
      if (!rows.isEmpty()) {
        int plan = shapes.all[group[0]].planIndex;
        out.add(new WindowOutput.Step(sensor, plan, time, rows, false));
        counts.steps++;
      }
    }
  }

  private List<WindowOutput.Row> rows(List<SeriesWindows> all, int[] group, long time) {
    List<WindowOutput.Row> rows = new ArrayList<>(all.size());
    for (SeriesWindows of : all) {
      for (int s : group) {
        Panes panes = of.panes[s];
        if (panes == null) {
          continue;
        }
        panes.settle(time);
        WindowOutput.Row values = evaluate(of, panes, s, time);
        if (values != null) {
          rows.add(values);
        }
        of.touched();
      }
    }
    return rows;
  }

  private WindowOutput.@Nullable Row evaluate(SeriesWindows of, Panes panes, int s, long time) {
    StepPlan plan = shapes.all[s].plan;
    int[] leaves = of.leaves(s);
    double[] values = new double[leaves.length];
    boolean any = false;
    long start = 0;
    long end = 0;
    DDSketch sketch = null;
    for (int i = 0; i < leaves.length && plan != null; i++) {
      Leaf leaf = plan.leaves().get(leaves[i]);
      long to = time - leaf.offset();
      long from = to - leaf.range();
      if (i == 0 || from != start || to != end) {
        sketch = gather(panes, from, to, shapes.all[s].pane);
        start = from;
        end = to;
      }
      values[i] =
          Evaluate.value(leaf.function(), leaf.param(), panes.layout, row, sketch, from, to);
      any |= !Double.isNaN(values[i]);
    }
    return any ? new WindowOutput.Row(of.series(), of.labels(), leaves, values) : null;
  }

  /**
   * Puts the panes of a window together in {@link #row}.
   *
   * @param pane how wide they are, of a range; 0 for a window that is a pane
   */
  private @Nullable DDSketch gather(Panes panes, long from, long to, long pane) {
    Layout layout = panes.layout;
    if (row.length < layout.stride) {
      row = new double[layout.stride];
    }
    layout.clear(row, 0);
    DDSketch sketch = layout.sketch ? Sketches.create() : null;
    if (pane > 0) {
      panes.addEdge(from, row, sketch);
      panes.mergeWide(from, to, pane, row, sketch);
    } else {
      panes.merge(from, to, row, sketch);
    }
    return sketch;
  }

  private long nextStep(List<SeriesWindows> all, int[] group, long closed) {
    long next = Long.MAX_VALUE;
    for (int s : group) {
      next = Math.min(next, nextStep(all, s, closed));
    }
    return next;
  }

  private long nextStep(List<SeriesWindows> all, int s, long closed) {
    Shape shape = shapes.all[s];
    long next = Long.MAX_VALUE;
    for (SeriesWindows of : all) {
      Panes panes = of.panes[s];
      if (panes != null) {
        long end =
            closed == SensorState.NEVER
                ? panes.firstEndAfter(closed)
                : panes.firstEndAfter(closed + shape.step - of.span(s) - 1);
        if (end != Long.MAX_VALUE) {
          long step = shape.stepAtOrAfter(end);
          next =
              Math.min(
                  next, closed == SensorState.NEVER ? step : Math.max(closed + shape.step, step));
        }
      }
    }
    return next;
  }

  private static long firstEndAfter(List<SeriesWindows> all, int s, long end) {
    long first = Long.MAX_VALUE;
    for (SeriesWindows of : all) {
      Panes panes = of.panes[s];
      if (panes != null) {
        first = Math.min(first, panes.firstEndAfter(end));
      }
    }
    return first;
  }

  private static long lastEnd(List<SeriesWindows> all, int[] group) {
    long last = Long.MIN_VALUE;
    for (SeriesWindows of : all) {
      for (int s : group) {
        Panes panes = of.panes[s];
        if (panes != null) {
          last = Math.max(last, panes.lastEnd());
        }
      }
    }
    return last;
  }

  private long nextDue(SensorState state, List<SeriesWindows> all, long lag) {
    long due = Long.MAX_VALUE;
    for (int s = 0; s < shapes.size(); s++) {
      Shape shape = shapes.all[s];
      long end =
          shape.plan == null
              ? firstEndAfter(all, s, state.closed[s])
              : nextStep(all, s, state.closed[s]);
      if (end != Long.MAX_VALUE) {
        due = Math.min(due, shape.closesAt(end) + lag);
      }
      if (frontier != null && frontier.is(s) && state.closed[s] != SensorState.NEVER) {
        due = Math.min(due, shape.closesAt(shape.next(state.closed[s])) + lag);
      }
    }
    return due;
  }

  private void forgetSilent(SensorState state, List<SeriesWindows> all, long watermark) {
    all.removeIf(
        of -> {
          boolean silent = of.lastTime < watermark - forgetAfter && of.isEmpty();
          if (silent) {
            sensors.forget(state, of.series());
          }
          return silent;
        });
  }
}
