package io.tocsin.deploy.exchange;

import io.tocsin.pipeline.rule.expr.Builtin;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.Grouping;
import io.tocsin.pipeline.rule.expr.Matching;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells expressions that a label is the sensor. Where sensors are named by a label that their
 * series keep, two series agree in the label exactly if they agree in {@code sensor}; so wherever
 * an expression names the label, it may as well name both, and then it can be evaluated where the
 * sensor's data is.
 */
final class SensorLabel {
  private static final String SENSOR = "sensor";

  private final String label;

  SensorLabel(String label) {
    this.label = label;
  }

  /** The same meaning, with {@code sensor} named wherever the label is; empty if it is changed. */
  Optional<Expr> name(Expr expr) {
    return changesLabel(expr) ? Optional.empty() : Optional.of(named(expr));
  }

  private boolean changesLabel(Expr expr) {
    boolean changed =
        expr instanceof Expr.Call call
            && call.function().family() == Builtin.Family.LABEL
            && call.arguments().get(1) instanceof Expr.Text target
            && target.value().equals(label);
    return changed || expr.children().stream().anyMatch(this::changesLabel);
  }

  private Expr named(Expr expr) {
    if (expr instanceof Expr.Call call) {
      return new Expr.Call(
          call.function(), call.arguments().stream().map(this::named).toList(), call.place());
    } else if (expr instanceof Expr.Aggregation a) {
      Grouping grouping = new Grouping(a.grouping().without(), withSensor(a.grouping().labels()));
      Expr parameter = a.parameter();
      return new Expr.Aggregation(
          a.aggregator(),
          grouping,
          parameter == null ? null : named(parameter),
          named(a.operand()),
          a.place());
    } else if (expr instanceof Expr.Binary b) {
      return new Expr.Binary(
          b.op(), b.bool(), named(b.matching()), named(b.left()), named(b.right()), b.place());
    } else if (expr instanceof Expr.Negation negation) {
      return new Expr.Negation(named(negation.operand()), negation.place());
    }
    return expr;
  }

  private @Nullable Matching named(@Nullable Matching matching) {
    return matching == null
        ? null
        : new Matching(
            matching.cardinality(),
            matching.on(),
            withSensor(matching.labels()),
            matching.include());
  }

  private List<String> withSensor(List<String> labels) {
    if (!labels.contains(label) || labels.contains(SENSOR)) {
      return labels;
    }
    List<String> both = new ArrayList<>(labels);
    both.add(labels.indexOf(label), SENSOR);
    return both;
  }
}
