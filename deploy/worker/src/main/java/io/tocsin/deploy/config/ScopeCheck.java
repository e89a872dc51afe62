package io.tocsin.deploy.config;

import io.tocsin.pipeline.rule.Problem;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.file.Condition;
import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.Rule;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.util.List;

/**
 * Checks that the parts of composites can meet: alerts that differ in a label of the scope are in
 * different shards, each of which sees its own only.
 */
final class ScopeCheck {
  private ScopeCheck() {}

  static void check(List<String> scope, RuleSet set, Problems problems) {
    for (PlannedRule planned : set.rules()) {
      if (planned.rule() instanceof Rule.Alerting alert
          && alert.condition() instanceof Condition.Composite composite) {
        for (String label : scope) {
          if (!meet(label, composite, set)) {
            problems.add(
                new Problem(
                    alert.origin().file(),
                    alert.origin().line(),
                    1,
                    planned.id(),
                    null,
                    "\"scope\" names the label \""
                        + label
                        + "\": alerts that differ in it are in different shards and never meet;"
                        + " name it in \"by\"",
                    null));
          }
        }
      }
    }
  }

  private static boolean meet(String label, Condition.Composite composite, RuleSet set) {
    if (composite.by().contains(label)) {
      return true;
    }
    List<Boolean> carried =
        composite.parts().stream().map(part -> mayCarry(part, label, set)).toList();
    boolean ofOneSensor = composite.by().contains("sensor") && !carried.contains(false);
    return ofOneSensor || !carried.contains(true);
  }

  private static boolean mayCarry(String part, String label, RuleSet set) {
    return set.rules().stream()
        .filter(rule -> rule.rule().name().equals(part))
        .anyMatch(rule -> rule.mayCarry(label));
  }
}
