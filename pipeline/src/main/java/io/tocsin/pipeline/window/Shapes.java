package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All shapes of a plan. */
final class Shapes {
  final Shape[] all;
  private final List<SeriesSelector> watchers;

  Shapes(WindowPlan plan) {
    List<Shape> shapes = new ArrayList<>();
    if (plan.summaryWidth() > 0) {
      shapes.add(Shape.tumbling(plan.summaryWidth(), plan.statistics()));
    }
    plan.steps().forEach(step -> shapes.add(Shape.steps(step)));
    all = shapes.toArray(new Shape[0]);
    watchers = plan.watchers();
  }

  /** Indexes of the watchers that look at a series. */
  int[] watchers(Series series) {
    return IntStream.range(0, watchers.size())
        .filter(i -> watchers.get(i).matches(series))
        .toArray();
  }

  boolean isEmpty() {
    return all.length == 0 && watchers.isEmpty();
  }

  int size() {
    return all.length;
  }
}
