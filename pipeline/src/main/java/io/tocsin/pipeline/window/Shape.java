package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Series;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How time is cut for one purpose: tumbling windows {@code [start, end)} for summaries, or steps at
 * which ranges {@code [t − range, t]} are looked at, put together from panes {@code (a, b]} whose
 * width divides everything that its leaves need. The leaves of a plan are spread over shapes by
 * what they need alone, the pane's width and parts: what is kept for one rule never depends on
 * which other rules there are.
 */
final class Shape {
  /** Names the stored state: what is computed, not where. */
  final String key;

  private final Grid grid;
  final long pane;
  final long step;
  final @Nullable StepPlan plan;
  final Statistic[] statistics;

  /** Names of the statistics, which are in this order. */
  final String[] names;

  /** Index of the plan among the plans; −1 for tumbling windows. */
  final int planIndex;

  /** Of the plan's leaves, those that are computed here. */
  private final int[] own;

  private Shape(
      String key,
      Grid grid,
      long pane,
      long step,
      @Nullable StepPlan plan,
      List<Statistic> statistics,
      int planIndex,
      int[] own) {
    this.key = key;
    this.grid = grid;
    this.pane = pane;
    this.step = step;
    this.plan = plan;
    this.statistics =
        statistics.stream().sorted(Comparator.comparing(Statistic::name)).toArray(Statistic[]::new);
    this.names = Arrays.stream(this.statistics).map(Statistic::name).toArray(String[]::new);
    this.planIndex = planIndex;
    this.own = own;
  }

  static Shape tumbling(long width, List<Statistic> statistics) {
    Grid grid = Grid.of(width);
    return new Shape("tumbling/" + width, grid, width, width, null, statistics, -1, new int[0]);
  }

  /** Days of a time zone. */
  static Shape days(ZoneId zone, List<Statistic> statistics) {
    long day = 86_400_000;
    Grid grid = Grid.days(zone);
    return new Shape("days/" + zone.getId(), grid, day, day, null, statistics, -1, new int[0]);
  }

  /** The shapes of a plan, in the order of their first leaves. */
  static List<Shape> steps(StepPlan plan, int index) {
    Map<String, List<Integer>> byKey = new LinkedHashMap<>();
    for (int i = 0; i < plan.leaves().size(); i++) {
      Leaf leaf = plan.leaves().get(i);
      byKey.computeIfAbsent(keyOf(plan, leaf), k -> new ArrayList<>()).add(i);
    }
    List<Shape> shapes = new ArrayList<>();
    byKey.forEach(
        (key, leaves) -> {
          long pane = pane(plan, plan.leaves().get(leaves.get(0)));
          int[] own = leaves.stream().mapToInt(Integer::intValue).toArray();
          Grid grid = Grid.of(plan.interval());
          shapes.add(new Shape(key, grid, pane, plan.interval(), plan, List.of(), index, own));
        });
    return shapes;
  }

  static String keyOf(StepPlan plan, Leaf leaf) {
    return before(plan.interval()) + pane(plan, leaf) + "/" + leaf.function().mask + plan.lateKey();
  }

  /** How the keys of all shapes with steps of that interval begin. */
  static String before(long interval) {
    return "step/" + interval + "/";
  }

  private static long pane(StepPlan plan, Leaf leaf) {
    return gcd(plan.interval(), gcd(leaf.range(), leaf.offset()));
  }

  /** What becomes of events that come too late for it. */
  LatePolicy late(LatePolicy ofSource) {
    return plan == null || plan.late() == null ? ofSource : plan.late();
  }

  /**
   * How far back its steps may be amended, milliseconds.
   *
   * @param span how far its ranges reach
   */
  long reconsiderFor(WindowSettings settings, long span) {
    if (plan == null || late(settings.late()) != LatePolicy.AMEND) {
      return 0;
    }
    return plan.keepFor() == StepPlan.AS_RANGES
        ? Math.min(settings.keepFor().toMillis(), span)
        : plan.keepFor();
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** End of the pane that a sample of that time belongs to. */
  long paneEnd(long time) {
    return plan == null ? grid.after(time) : -Math.floorDiv(-time, pane) * pane;
  }

  /** The first step or window end at or after that time. */
  long stepAtOrAfter(long time) {
    return grid.atOrAfter(time);
  }

  /** The last step or window end at or before that time. */
  long stepAtOrBefore(long time) {
    return grid.atOrBefore(time);
  }

  /** The step or window end after this one. */
  long next(long end) {
    return grid.after(end);
  }

  /** Where the window begins that ends at that time. */
  long startOf(long end) {
    return grid.startOf(end);
  }

  /** The last step or window end of which nothing is missing once this time has passed. */
  long closedBy(long watermark) {
    return grid.atOrBefore(plan == null ? watermark : watermark - 1);
  }

  /** The watermark that closes the step or window which ends at that time. */
  long closesAt(long end) {
    return plan == null ? end : end + 1;
  }

  /** Indexes of the leaves that look at a series; none for tumbling windows. */
  int[] leaves(Series series) {
    if (plan == null) {
      return new int[0];
    }
    List<Leaf> all = plan.leaves();
    return IntStream.of(own).filter(i -> all.get(i).selector().matches(series)).toArray();
  }

  /** What panes must keep for these leaves, or for the statistics. */
  Layout layout(int[] leaves) {
    int mask = 0;
    for (Statistic statistic : statistics) {
      mask |= statistic.function().mask;
    }
    if (plan != null) {
      // A range's first sample may be the last one of the pane before.
      mask |= RangeFunction.LAST.mask;
      for (int leaf : leaves) {
        mask |= plan.leaves().get(leaf).function().mask;
      }
    }
    return Layout.of(mask);
  }

  /** How far back from a step these leaves look, milliseconds. */
  long span(int[] leaves) {
    long span = 0;
    if (plan != null) {
      for (int i : leaves) {
        Leaf leaf = plan.leaves().get(i);
        span = Math.max(span, leaf.range() + leaf.offset());
      }
    }
    return span;
  }
}
