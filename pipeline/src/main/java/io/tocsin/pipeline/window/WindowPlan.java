package io.tocsin.pipeline.window;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the window stage computes.
 *
 * @param summaryWidth width of the tumbling windows that are summed up for each series,
 *     milliseconds; 0 for none
 * @param days the zone to whose days summaries are aligned, instead of a width; null for none
 * @param statistics what a summary holds
 * @param steps what rules need; one plan for each interval
 * @param watchers who wants to see each reading as it comes, by the series they look at
 * @param silences after how long a silence of a sensor is told, milliseconds; {@link #LEARNED} for
 *     what is unusual for it
 * @param settles whether to tell how far all sensors together have come
 * @param adds whether to tell what summaries of several series add up from
 */
public record WindowPlan(
    long summaryWidth,
    @Nullable ZoneId days,
    List<Statistic> statistics,
    List<StepPlan> steps,
    List<SeriesSelector> watchers,
    List<Long> silences,
    boolean settles,
    boolean adds) {
  /** Stands for a silence that is long for the sensor, as its own stream has shown. */
  public static final long LEARNED = 0;

  public WindowPlan {
    statistics = List.copyOf(statistics);
    steps = List.copyOf(steps);
    watchers = List.copyOf(watchers);
    silences = silences.stream().sorted().distinct().toList();
    if (summaryWidth < 0) {
      throw new IllegalArgumentException("summary width must not be negative: " + summaryWidth);
    }
    if (steps.stream().map(s -> s.interval() + s.lateKey()).distinct().count() != steps.size()) {
      throw new IllegalArgumentException("two plans for one interval and late policy");
    }
  }

  /** A plan for sensors that nobody adds up. */
  public WindowPlan(
      long summaryWidth,
      List<Statistic> statistics,
      List<StepPlan> steps,
      List<SeriesSelector> watchers,
      List<Long> silences) {
    this(summaryWidth, null, statistics, steps, watchers, silences, false, false);
  }

  /** A plan that watches no silences. */
  public WindowPlan(
      long summaryWidth,
      List<Statistic> statistics,
      List<StepPlan> steps,
      List<SeriesSelector> watchers) {
    this(summaryWidth, statistics, steps, watchers, List.of());
  }

  /**
   * Where the summary window begins that ends at that time.
   *
   * @return epoch milliseconds
   */
  public long summaryStart(long end) {
    return (days == null ? Grid.of(Math.max(1, summaryWidth)) : Grid.days(days)).startOf(end);
  }

  /** Summaries with the basic statistics, no steps. */
  public static WindowPlan summaries(long width) {
    return new WindowPlan(width, Statistic.BASIC, List.of(), List.of());
  }
}
