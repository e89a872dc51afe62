package io.tocsin.deploy.worker;

import io.tocsin.pipeline.correlate.CompositeRule;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.file.Condition;
import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.Rule;
import io.tocsin.pipeline.rule.file.RuleSet;
import io.tocsin.pipeline.rule.template.Template;
import io.tocsin.pipeline.rule.template.TemplateData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The composites of a set of rules, ready to run. */
public final class CompositeRules {
  private CompositeRules() {}

  /** All composites, in the order of the files. */
  public static List<CompositeRule> of(RuleSet set) {
    List<CompositeRule> composites = new ArrayList<>();
    for (PlannedRule planned : set.rules()) {
      if (planned.rule() instanceof Rule.Alerting rule
          && rule.condition() instanceof Condition.Composite of) {
        composites.add(composite(planned, rule, of));
      }
    }
    return composites;
  }

  private static CompositeRule composite(
      PlannedRule planned, Rule.Alerting rule, Condition.Composite of) {
    return new CompositeRule(
        planned.id(),
        planned.group().name() + "/" + rule.name(),
        rule.name(),
        CompositeRule.Kind.valueOf(of.combination().name()),
        of.parts(),
        of.within(),
        of.by(),
        by -> labels(by, planned.group().labels(), rule.labels()),
        labels -> texts(rule.annotations(), labels),
        (int) planned.limit(),
        rule.shadow());
  }

  private static Labels labels(Labels by, Labels ofGroup, Map<String, Template> own) {
    Labels labels = by.with(ofGroup);
    for (Map.Entry<String, String> label : texts(own, by).entrySet()) {
      labels = labels.with(label.getKey(), label.getValue());
    }
    return labels;
  }

  /** A composite has no value of its own. */
  private static Map<String, String> texts(Map<String, Template> templates, Labels labels) {
    Map<String, String> texts = new LinkedHashMap<>();
    templates.forEach(
        (name, text) -> texts.put(name, text.expand(new TemplateData(labels, Double.NaN))));
    return texts;
  }
}
