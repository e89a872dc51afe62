package io.tocsin.deploy.worker;

import io.tocsin.pipeline.detect.Rules;
import io.tocsin.pipeline.window.Statistic;
import io.tocsin.pipeline.window.WindowPlan;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is summed up besides what rules need.
 *
 * @param window width of the windows that are summed up for each series, milliseconds; 0 for none
 * @param days the time zone to whose days they are aligned, when the width is a day; null: to 1970
 * @param statistics what each of them holds
 * @param by labels of coarser groups that are summed up too
 */
public record SummarySettings(
    long window, @Nullable ZoneId days, List<Statistic> statistics, List<List<String>> by) {
  /** Copies the lists. */
  public SummarySettings {
    statistics = List.copyOf(statistics);
    by = List.copyOf(by);
  }

  /** What window stages compute under these rules. */
  WindowPlan plan(Rules rules) {
    return rules.windowPlan(window, days, statistics);
  }
}
