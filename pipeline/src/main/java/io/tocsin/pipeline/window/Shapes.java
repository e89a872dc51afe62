package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All shapes of a plan. Those with steps of one interval are closed together. For one thread. */
final class Shapes {
  final Shape[] all;

  /** Indexes of the shapes that are closed together. */
  final List<int[]> groups = new ArrayList<>();

  /** Whether to tell what summaries of several series add up from. */
  final boolean adds;

  /** Names of the shapes in the stored state, in order. */
  final String[] keys;

  private final List<SeriesSelector> watchers;
  private final Map<List<List<Integer>>, Binding> bindings = new HashMap<>();

  Shapes(WindowPlan plan) {
    List<Shape> shapes = new ArrayList<>();
    if (plan.days() != null) {
      shapes.add(Shape.days(plan.days(), plan.statistics()));
      groups.add(new int[] {0});
    } else if (plan.summaryWidth() > 0) {
      shapes.add(Shape.tumbling(plan.summaryWidth(), plan.statistics()));
      groups.add(new int[] {0});
    }
    for (int i = 0; i < plan.steps().size(); i++) {
      int first = shapes.size();
      shapes.addAll(Shape.steps(plan.steps().get(i), i));
      if (shapes.size() > first) {
        groups.add(IntStream.range(first, shapes.size()).toArray());
      }
    }
    all = shapes.toArray(new Shape[0]);
    keys = shapes.stream().map(shape -> shape.key).toArray(String[]::new);
    watchers = plan.watchers();
    adds = plan.adds();
  }

  /** Who looks at a series. */
  Binding binding(Series series) {
    int[] watching =
        IntStream.range(0, watchers.size()).filter(i -> watchers.get(i).matches(series)).toArray();
    int[][] leaves = new int[all.length][];
    for (int s = 0; s < all.length; s++) {
      leaves[s] = all[s].leaves(series);
    }
    return bindings.computeIfAbsent(
        Binding.key(leaves, watching), key -> new Binding(this, leaves, watching));
  }

  boolean isEmpty() {
    return all.length == 0 && watchers.isEmpty();
  }

  int size() {
    return all.length;
  }
}
