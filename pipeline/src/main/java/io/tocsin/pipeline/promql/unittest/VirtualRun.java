package io.tocsin.pipeline.promql.unittest;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.promql.Element;
import io.tocsin.pipeline.promql.EvaluationException;
import io.tocsin.pipeline.promql.Evaluator;
import io.tocsin.pipeline.promql.SampleStore;
import io.tocsin.pipeline.promql.StaleMarker;
import io.tocsin.pipeline.rule.file.Condition;
import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules and series of one scenario in virtual time. */
final class VirtualRun {

  private final SampleStore store = new SampleStore();
  private final Evaluator evaluator = new Evaluator(store);
  private final List<RunningRule> rules = new ArrayList<>();
  private final UnitTestFile.Scenario scenario;
  private int loaded;

  VirtualRun(UnitTestFile.Scenario scenario, List<PlannedRule> planned) {
    this.scenario = scenario;
    planned.forEach(rule -> rules.add(new RunningRule(rule)));
  }

  /** One rule, and the series it made last, which end when it makes them no more. */
  private final class RunningRule {
    private final Rule rule;
    private final Optional<AlertState> alerts;
    private Set<Labels> made = new LinkedHashSet<>();

    RunningRule(PlannedRule planned) {
      this.rule = planned.rule();
      this.alerts =
          planned.rule() instanceof Rule.Alerting alerting
                  && alerting.condition() instanceof Condition.Threshold threshold
              ? Optional.of(new AlertState(planned, alerting, threshold))
              : Optional.empty();
    }

    void evaluate(long now) {
      Set<Labels> current = new LinkedHashSet<>();
      for (Element element : elements(now)) {
        current.add(element.labels());
        store.add(element.labels(), now, element.value());
      }
      for (Labels gone : made) {
        if (!current.contains(gone)) {
          store.add(gone, now, StaleMarker.VALUE);
        }
      }
      made = current;
    }

    private List<Element> elements(long now) {
      if (rule instanceof Rule.Recording recording) {
        return recorded(recording, now);
      }
      alerts.ifPresent(state -> state.evaluate(evaluator, now));
      return alerts.map(state -> state.series(now)).orElse(List.of());
    }

    private List<Element> recorded(Rule.Recording recording, long now) {
      List<Element> elements = new ArrayList<>();
      Set<Labels> unique = new LinkedHashSet<>();
      for (Element element : evaluator.elementsAt(recording.expr(), now)) {
        Labels labels =
            element.labels().with(recording.labels()).with(SampleStore.NAME, recording.name());
        if (!unique.add(labels)) {
          throw new EvaluationException(
              "two elements of the record " + recording.name() + " have the labels " + labels);
        }
        elements.add(new Element(labels, element.value(), now));
      }
      return elements;
    }
  }

  /** Loads what has come by {@code now}, then evaluates every rule; gives what went wrong. */
  List<String> step(long now) {
    loadTo(now);
    List<String> errors = new ArrayList<>();
    for (RunningRule rule : rules) {
      try {
        rule.evaluate(now);
      } catch (EvaluationException e) {
        errors.add(rule.rule.name() + ": " + e.getMessage());
      }
    }
    return errors;
  }

  private void loadTo(long now) {
    long interval = scenario.interval().toMillis();
    for (; loaded * interval <= now; loaded++) {
      for (UnitTestFile.InputSeries series : scenario.series()) {
        if (loaded < series.values().size()) {
          long time = loaded * interval;
          series.values().get(loaded).ifPresent(v -> store.add(series.labels(), time, v));
        }
      }
    }
  }

  List<ActiveAlert> firing(String alert) {
    List<ActiveAlert> firing = new ArrayList<>();
    for (RunningRule rule : rules) {
      rule.alerts.filter(a -> a.name().equals(alert)).ifPresent(a -> firing.addAll(a.firing()));
    }
    return firing;
  }

  List<Element> evaluate(UnitTestFile.ExprTest test) {
    return evaluator.elementsAt(test.expr(), test.at().toMillis());
  }
}
