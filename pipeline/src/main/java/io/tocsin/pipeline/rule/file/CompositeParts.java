package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.rule.Suggest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks that the parts of composites exist and can agree in the labels they must agree in. */
final class CompositeParts {

  private final List<PlannedRule> rules;
  private final Set<String> names = new TreeSet<>();
  private final Problems problems;

  private CompositeParts(List<PlannedRule> rules, Problems problems) {
    this.rules = rules;
    this.problems = problems;
    for (PlannedRule rule : rules) {
      if (rule.rule() instanceof Rule.Alerting alert
          && !(alert.condition() instanceof Condition.Composite)) {
        names.add(alert.name());
      }
    }
  }

  static void check(List<PlannedRule> rules, Problems problems) {
    CompositeParts parts = new CompositeParts(rules, problems);
    for (PlannedRule rule : rules) {
      if (rule.rule() instanceof Rule.Alerting alert
          && alert.condition() instanceof Condition.Composite composite) {
        composite.parts().forEach(part -> parts.check(alert, composite, part));
      }
    }
  }

  private Stream<Rule.Alerting> rulesOf(String part) {
    return rules.stream()
        .map(PlannedRule::rule)
        .filter(rule -> rule.name().equals(part))
        .filter(Rule.Alerting.class::isInstance)
        .map(Rule.Alerting.class::cast);
  }

  private void check(Rule.Alerting alert, Condition.Composite composite, String part) {
    if (!names.contains(part)) {
      boolean isComposite = rules.stream().anyMatch(rule -> rule.rule().name().equals(part));
      String reason =
          isComposite
              ? "the part \"" + part + "\" must be an alert that is not a composite itself"
              : "there is no alert called \"" + part + "\"";
      alert.origin().problem(problems, reason, Suggest.nearest(part, names).orElse(null));
      return;
    }
    if (rulesOf(part).allMatch(Rule.Alerting::shadow)) {
      alert
          .origin()
          .problem(
              problems,
              "the part \""
                  + part
                  + "\" is only being tried (shadow: true), so nothing ever hears of its alerts",
              null);
    }
    for (String label : composite.by()) {
      boolean carried =
          rules.stream()
              .filter(rule -> rule.rule().name().equals(part))
              .anyMatch(rule -> rule.mayCarry(label));
      if (!carried) {
        alert
            .origin()
            .problem(
                problems,
                "the alert \""
                    + part
                    + "\" cannot carry the label \""
                    + label
                    + "\" that \"by\" names, so it can never agree with the others",
                null);
      }
    }
  }
}
