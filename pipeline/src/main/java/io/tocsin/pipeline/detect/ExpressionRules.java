package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertMachine.Seen;
import io.tocsin.pipeline.detect.Trigger.Expression;
import io.tocsin.pipeline.detect.Trigger.Threshold;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules whose condition is an expression: evaluates them, and moves their alerts. */
final class ExpressionRules {
  private final Alerts alerts;
  private final Teller teller;
  private final AlertCounts counts;
  private final Degraded degraded;

  ExpressionRules(Alerts alerts, Teller teller, AlertCounts counts, Degraded degraded) {
    this.alerts = alerts;
    this.teller = teller;
    this.counts = counts;
    this.degraded = degraded;
  }

  /**
   * Evaluates one rule for one sensor.
   *
   * @param gap longest time between two evaluations that is no gap
   */
  void evaluate(
      AlertRule rule,
      Expression expression,
      SensorId sensor,
      StepView view,
      long gap,
      long shardTime) {
    SensorAlerts of = alerts.of(sensor);
    List<AlertKey> known = of == null ? List.of() : of.keys(rule.identity());
    boolean data = hasData(expression, view);
    if (!data && known.isEmpty()) {
      return;
    }
    counts.evaluations++;
    try {
      List<Sample> hits = data ? expression.expr().at(view) : List.of();
      if (hits.isEmpty() && known.isEmpty()) {
        return;
      }
      Set<Labels> cleared = known.isEmpty() || !data ? Set.of() : cleared(expression.clear(), view);
      for (Sample sample : hits) {
        holds(rule, expression, sensor, view, sample, gap, shardTime);
      }
      if (known.isEmpty()) {
        return;
      }
      Set<Labels> hit = labels(hits);
      for (AlertKey key : known) {
        if (!hit.contains(key.labels())) {
          misses(rule, expression, sensor, view, key, cleared, gap, shardTime);
        }
      }
    } catch (RuleFailure failure) {
      counts.failures++;
      degraded.failed(rule, sensor, failure, view.time(), shardTime);
    }
  }

  private static boolean hasData(Expression expression, StepView view) {
    List<Integer> leaves = expression.leaves();
    for (int i = 0; i < leaves.size(); i++) {
      if (view.has(leaves.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static Set<Labels> cleared(Node.@Nullable Vector clear, StepView view) {
    return clear == null ? Set.of() : labels(clear.at(view));
  }

  /** Mostly there is one at most, as a rule looks at one series of a sensor. */
  private static Set<Labels> labels(List<Sample> samples) {
    if (samples.size() <= 1) {
      return samples.isEmpty() ? Set.of() : Set.of(samples.get(0).labels());
    }
    Set<Labels> labels = new HashSet<>();
    samples.forEach(sample -> labels.add(sample.labels()));
    return labels;
  }

  private void holds(
      AlertRule rule,
      Expression expression,
      SensorId sensor,
      StepView view,
      Sample sample,
      long gap,
      long shardTime) {
    AlertKey key = new AlertKey(rule.identity(), sample.labels());
    SensorAlerts of = alerts.of(sensor);
    AlertState state = of == null ? null : of.get(key);
    if (state == null && alerts.isFull(rule)) {
      counts.shed++;
      degraded.shed(rule, view.time(), shardTime);
      return;
    }
    if (state != null && view.time() < state.dataTime()) {
      return;
    }
    Seen seen = seen(view, shardTime, sample.value());
    Outcome outcome =
        AlertMachine.holds(
            state, seen, rule.timing(), gap, since -> fires(rule, expression, view, sample, since));
    alerts.apply(rule, sensor, key, outcome);
  }

  /** What is told of an element that the rule is true of since a time. */
  Told fires(AlertRule rule, Expression expression, StepView view, Sample sample, long since) {
    Threshold threshold = expression.threshold();
    Expected expected = threshold == null ? null : expected(threshold, view, sample.labels());
    String subject = threshold == null ? rule.text() : threshold.subject();
    return teller.fires(
        rule,
        sample.labels(),
        sample.value(),
        since,
        view.time(),
        expected,
        Explanations.condition(rule, sample.value(), expected, subject));
  }

  private static @Nullable Expected expected(Threshold threshold, StepView view, Labels labels) {
    Node limit = threshold.limit();
    double value = Double.NaN;
    if (limit instanceof Node.Scalar scalar) {
      value = scalar.at(view);
    } else if (limit instanceof Node.Vector vector) {
      for (Sample sample : vector.at(view)) {
        value = sample.labels().equals(labels) ? sample.value() : value;
      }
    }
    if (Double.isNaN(value)) {
      return null;
    }
    return switch (threshold.op()) {
      case GREATER, GREATER_OR_EQUAL -> new Expected(Double.NEGATIVE_INFINITY, value);
      case LESS, LESS_OR_EQUAL -> new Expected(value, Double.POSITIVE_INFINITY);
      case NOT_EQUAL -> new Expected(value, value);
      default -> null;
    };
  }

  private void misses(
      AlertRule rule,
      Expression expression,
      SensorId sensor,
      StepView view,
      AlertKey key,
      Set<Labels> cleared,
      long gap,
      long shardTime) {
    SensorAlerts of = alerts.of(sensor);
    AlertState state = of == null ? null : of.get(key);
    if (state == null || view.time() < state.dataTime()) {
      return;
    }
    Seen seen = seen(view, shardTime, state.value());
    Outcome outcome;
    if (!hasDataFor(expression, view, key.labels())) {
      outcome = AlertMachine.gap(state, view.time());
    } else if (expression.clear() == null || cleared.contains(key.labels())) {
      outcome = AlertMachine.ends(state, seen, rule.timing());
    } else {
      outcome = AlertMachine.stays(state, seen, rule.timing(), gap);
    }
    alerts.apply(rule, sensor, key, outcome);
  }

  /** Whether some series that such an element could be made of has a value. */
  private static boolean hasDataFor(Expression expression, StepView view, Labels labels) {
    if (view.whole()) {
      return true;
    }
    if (expression.derived()) {
      // A record may have labels that no series has.
      return hasData(expression, view);
    }
    for (int leaf : expression.leaves()) {
      for (Sample sample : view.leaf(leaf)) {
        if (covers(sample.labels(), labels)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean covers(Labels all, Labels some) {
    for (int i = 0; i < some.size(); i++) {
      if (!some.value(i).equals(all.get(some.name(i)))) {
        return false;
      }
    }
    return true;
  }

  private Seen seen(StepView view, long shardTime, double value) {
    return new Seen(view.time(), shardTime, value, teller.past(view.time()));
  }
}
