package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.expr.LabelCarrier;

/** Which labels an alert can have, as far as its rule shows. */
final class AlertLabels {

  private AlertLabels() {}

  static boolean mayCarry(RuleGroup group, Rule.Alerting alert, String label) {
    return label.equals("alertname")
        || alert.labels().containsKey(label)
        || group.labels().get(label) != null
        || mayCarry(alert.condition(), label);
  }

  /** Learned, silent and reporting sensors have whatever labels they send. */
  private static boolean mayCarry(Condition condition, String label) {
    if (condition instanceof Condition.Threshold threshold) {
      return LabelCarrier.mayCarry(threshold.expr(), label);
    }
    if (condition instanceof Condition.Composite composite) {
      return composite.by().contains(label);
    }
    return true;
  }
}
