package io.tocsin.pipeline.promql.unittest;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.promql.Element;
import io.tocsin.pipeline.promql.EvaluationException;
import io.tocsin.pipeline.promql.Evaluator;
import io.tocsin.pipeline.promql.SampleStore;
import io.tocsin.pipeline.rule.file.Condition;
import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.Rule;
import io.tocsin.pipeline.rule.template.TemplateData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The alerts of one rule over time, by Prometheus' state machine: pending until the condition has
 * been true for the rule's {@code for}, firing until it is no longer true and {@code
 * keep_firing_for} has passed. With {@code clear}, a firing alert goes on until that is true.
 */
final class AlertState {

  private final PlannedRule planned;
  private final Rule.Alerting rule;
  private final Condition.Threshold condition;
  private final Map<Labels, ActiveAlert> active = new LinkedHashMap<>();

  AlertState(PlannedRule planned, Rule.Alerting rule, Condition.Threshold condition) {
    this.planned = planned;
    this.rule = rule;
    this.condition = condition;
  }

  String name() {
    return rule.name();
  }

  void evaluate(Evaluator evaluator, long now) {
    Set<Labels> seen = new HashSet<>();
    for (Element element : evaluator.elementsAt(condition.expr(), now)) {
      TemplateData data = new TemplateData(element.labels(), element.value());
      Labels labels = labels(element.labels(), data);
      if (!seen.add(labels)) {
        throw new EvaluationException(
            "two elements have the same labels once those of the rule are added: " + labels);
      }
      see(labels, expand(data), now);
    }
    Set<Labels> cleared = cleared(evaluator, now);
    Iterator<ActiveAlert> alerts = active.values().iterator();
    while (alerts.hasNext()) {
      ActiveAlert alert = alerts.next();
      boolean goesOn =
          seen.contains(alert.labels())
              || (alert.firing() && isHeld(alert, cleared))
              || alert.keepsFiring(rule.keepFiring().toMillis(), now);
      if (goesOn) {
        alert.fireAfter(rule.hold().toMillis(), now);
      } else {
        alerts.remove();
      }
    }
  }

  private void see(Labels labels, Map<String, String> annotations, long now) {
    ActiveAlert alert = active.get(labels);
    if (alert != null) {
      alert.seen(annotations);
    } else if (hasRoom()) {
      active.put(labels, new ActiveAlert(labels, now, annotations));
    }
  }

  /** Beyond its limit a rule sheds new alerts and keeps those it has. */
  private boolean hasRoom() {
    long limit = planned.limit();
    return limit == 0 || active.size() < limit;
  }

  private boolean isHeld(ActiveAlert alert, Set<Labels> cleared) {
    return condition.clear().isPresent() && !cleared.contains(alert.labels());
  }

  private Set<Labels> cleared(Evaluator evaluator, long now) {
    Set<Labels> cleared = new HashSet<>();
    condition
        .clear()
        .ifPresent(
            clear -> {
              for (Element element : evaluator.elementsAt(clear, now)) {
                TemplateData data = new TemplateData(element.labels(), element.value());
                cleared.add(labels(element.labels(), data));
              }
            });
    return cleared;
  }

  private Labels labels(Labels element, TemplateData data) {
    Map<String, String> labels = element.asMap();
    labels.remove(SampleStore.NAME);
    planned.group().labels().forEach(labels::put);
    rule.labels().forEach((name, template) -> labels.put(name, template.expand(data)));
    labels.put("alertname", rule.name());
    return Labels.of(labels);
  }

  private Map<String, String> expand(TemplateData data) {
    Map<String, String> annotations = new LinkedHashMap<>();
    rule.annotations().forEach((name, template) -> annotations.put(name, template.expand(data)));
    return annotations;
  }

  List<ActiveAlert> firing() {
    return active.values().stream().filter(ActiveAlert::firing).toList();
  }

  /** The series in which Prometheus tells of alerts, for expressions that read them. */
  List<Element> series(long now) {
    List<Element> series = new ArrayList<>();
    for (ActiveAlert alert : active.values()) {
      Labels state =
          alert
              .labels()
              .with(SampleStore.NAME, "ALERTS")
              .with("alertstate", alert.firing() ? "firing" : "pending");
      series.add(new Element(state, 1, now));
      Labels since = alert.labels().with(SampleStore.NAME, "ALERTS_FOR_STATE");
      series.add(new Element(since, Math.floorDiv(alert.activeAt(), 1000), now));
    }
    return series;
  }
}
