package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Series;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How time is cut for one purpose: tumbling windows {@code [start, end)} for summaries, or steps at
 * which ranges {@code [t − range, t]} are looked at, put together from panes {@code (a, b]} whose
 * width divides everything the step's leaves need.
 */
final class Shape {
  /** Names the stored state: what is computed, not where. */
  final String key;

  final long pane;
  final long step;
  final @Nullable StepPlan plan;
  final Statistic[] statistics;

  /** Names of the statistics, which are in this order. */
  final String[] names;

  private Shape(
      String key, long pane, long step, @Nullable StepPlan plan, List<Statistic> statistics) {
    this.key = key;
    this.pane = pane;
    this.step = step;
    this.plan = plan;
    this.statistics =
        statistics.stream().sorted(Comparator.comparing(Statistic::name)).toArray(Statistic[]::new);
    this.names = Arrays.stream(this.statistics).map(Statistic::name).toArray(String[]::new);
  }

  static Shape tumbling(long width, List<Statistic> statistics) {
    return new Shape("tumbling/" + width, width, width, null, statistics);
  }

  static Shape steps(StepPlan plan) {
    long pane = plan.interval();
    for (Leaf leaf : plan.leaves()) {
      pane = gcd(pane, gcd(leaf.range(), leaf.offset()));
    }
    return new Shape(
        "step/" + plan.interval() + "/" + pane, pane, plan.interval(), plan, List.of());
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** End of the pane that a sample of that time belongs to. */
  long paneEnd(long time) {
    return plan == null
        ? Math.floorDiv(time, pane) * pane + pane
        : -Math.floorDiv(-time, pane) * pane;
  }

  /** The first step or window end at or after that time. */
  long stepAtOrAfter(long time) {
    return -Math.floorDiv(-time, step) * step;
  }

  /** The last step or window end of which nothing is missing once this time has passed. */
  long closedBy(long watermark) {
    return Math.floorDiv(plan == null ? watermark : watermark - 1, step) * step;
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
    return IntStream.range(0, all.size())
        .filter(i -> all.get(i).selector().matches(series))
        .toArray();
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
