package io.tocsin.pipeline.rule.file;

/**
 * A rule with its group and identity.
 *
 * @param id names the rule's state: {@code group/name}; where several alerts of a group share a
 *     name, followed by the rule's own labels, which tell them apart. Never depends on the order of
 *     rules
 */
public record PlannedRule(String id, RuleGroup group, Rule rule) {

  /** Whether an alert of this rule can ever carry a label. */
  public boolean mayCarry(String label) {
    return rule instanceof Rule.Alerting alert && AlertLabels.mayCarry(group, alert, label);
  }

  /** Most alerts of this rule: its own limit, else its group's; 0: no limit. */
  public long limit() {
    long own = rule instanceof Rule.Alerting alert ? alert.limit() : 0;
    return own > 0 ? own : group.limit();
  }
}
