package io.tocsin.deploy.backtest;

import io.tocsin.pipeline.detect.DetectSettings;
import io.tocsin.pipeline.detect.Rules;
import io.tocsin.pipeline.window.Statistic;
import io.tocsin.pipeline.window.WindowPlan;
import io.tocsin.pipeline.window.WindowSettings;

/**
 * One version of rules, and how time is told for it. Immutable.
 *
 * @param summaryWidth width of the summaries' windows, milliseconds; 0 for none
 */
public record BacktestRules(
    Rules rules, DetectSettings detect, WindowSettings windows, long summaryWidth) {
  /** The same for an input that ends with one mark, and of which nothing is past. */
  public BacktestRules {
    detect = detect.finite();
    windows = windows.finite(1);
  }

  WindowPlan plan() {
    return rules.windowPlan(summaryWidth, Statistic.BASIC);
  }
}
