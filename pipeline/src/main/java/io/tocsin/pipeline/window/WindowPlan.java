package io.tocsin.pipeline.window;

import java.util.List;

/**
 * What the window stage computes.
 *
 * @param summaryWidth width of the tumbling windows that are summed up for each series,
 *     milliseconds; 0 for none
 * @param statistics what a summary holds
 * @param steps what rules need; one plan for each interval
 * @param watchers who wants to see each reading as it comes, by the series they look at
 * @param silences after how long a silence of a sensor is told, milliseconds
 */
public record WindowPlan(
    long summaryWidth,
    List<Statistic> statistics,
    List<StepPlan> steps,
    List<SeriesSelector> watchers,
    List<Long> silences) {
  public WindowPlan {
    statistics = List.copyOf(statistics);
    steps = List.copyOf(steps);
    watchers = List.copyOf(watchers);
    silences = silences.stream().sorted().distinct().toList();
    if (summaryWidth < 0) {
      throw new IllegalArgumentException("summary width must not be negative: " + summaryWidth);
    }
    if (steps.stream().mapToLong(StepPlan::interval).distinct().count() != steps.size()) {
      throw new IllegalArgumentException("two plans for one interval");
    }
  }

  /** A plan that watches no silences. */
  public WindowPlan(
      long summaryWidth,
      List<Statistic> statistics,
      List<StepPlan> steps,
      List<SeriesSelector> watchers) {
    this(summaryWidth, statistics, steps, watchers, List.of());
  }

  /** Summaries with the basic statistics, no steps. */
  public static WindowPlan summaries(long width) {
    return new WindowPlan(width, Statistic.BASIC, List.of(), List.of());
  }
}
