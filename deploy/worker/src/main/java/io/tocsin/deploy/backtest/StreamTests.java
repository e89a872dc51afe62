package io.tocsin.deploy.backtest;

import io.tocsin.deploy.worker.CompositeRules;
import io.tocsin.pipeline.detect.DetectSettings;
import io.tocsin.pipeline.detect.RuleCompiler;
import io.tocsin.pipeline.promql.unittest.StreamAlerts;
import io.tocsin.pipeline.promql.unittest.UnitTestFile;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.time.Duration;
import java.util.Set;

/** Scenarios of unit tests on the streaming engine, under one set of rules. */
public final class StreamTests implements StreamAlerts {
  private final RuleSet set;
  private final RuleCompiler.Result compiled;
  private final long tick;

  /**
   * @param tick how often time is told while nothing comes
   */
  public StreamTests(RuleSet set, Duration tick) {
    this.set = set;
    this.compiled = RuleCompiler.compile(set, DetectSettings.DEFAULTS, Set.of());
    this.tick = tick.toMillis();
  }

  @Override
  public StreamScenario begin(UnitTestFile.Scenario scenario) {
    return new StreamScenario(scenario, tick, compiled.rules(), CompositeRules.of(set));
  }
}
