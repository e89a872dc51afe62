package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.correlate.CompositeRule;
import io.tocsin.pipeline.detect.DetectSettings;
import io.tocsin.pipeline.detect.Rules;
import io.tocsin.pipeline.window.Statistic;
import io.tocsin.pipeline.window.WindowPlan;
import io.tocsin.pipeline.window.WindowSettings;
import java.util.List;

/**
 * One version of rules, and how time is told for it. Immutable.
 *
 * @param composites alerts made of alerts
 * @param windows {@link WindowSettings#finite} for an input that ends
 * @param summaryWidth width of the summaries' windows, milliseconds; 0 for none
 */
public record BacktestRules(
    Rules rules,
    List<CompositeRule> composites,
    DetectSettings detect,
    WindowSettings windows,
    long summaryWidth) {
  /** The same for an input of which nothing is past. */
  public BacktestRules {
    composites = List.copyOf(composites);
    detect = detect.finite();
  }

  WindowPlan plan() {
    return rules.windowPlan(summaryWidth, Statistic.BASIC);
  }
}
