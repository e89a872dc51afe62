package io.tocsin.pipeline.promql.unittest;

import java.util.List;

/**
 * Runs a scenario on the engine that works on a stream: for alerts whose condition is no
 * expression, which the reference evaluator does not know.
 */
@FunctionalInterface
public interface StreamAlerts {
  /** Begins a scenario. */
  Run begin(UnitTestFile.Scenario scenario);

  /** One scenario under way. */
  interface Run {
    /**
     * The alerts of that name that are active at a time, with all their labels.
     *
     * @param at milliseconds since the scenario's start, not before that of an earlier call
     */
    List<UnitTestFile.ExpectedAlert> firing(String alert, long at);
  }
}
