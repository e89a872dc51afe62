package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A rule by the name that people give it.
 *
 * @param makes whether it makes a series, not alerts
 */
record NamedRule(AlertRule rule, boolean makes) {
  /**
   * The one rule of that name.
   *
   * @param name its identity, {@code group/name}, or its name alone
   * @throws IllegalArgumentException if there is none, or more than one
   */
  static NamedRule find(Rules rules, String name) {
    List<NamedRule> all = new ArrayList<>();
    for (AlertRule rule : rules.all()) {
      boolean makes = rule.trigger() instanceof Trigger.OverGroups over && over.makes() != null;
      all.add(new NamedRule(rule, makes));
    }
    for (Recording recording : rules.recordings()) {
      long interval = rules.steps().get(recording.plan()).interval();
      all.add(new NamedRule(stand(recording, interval), true));
    }
    for (NamedRule one : all) {
      if (one.rule().identity().equals(name)) {
        return one;
      }
    }
    List<NamedRule> named =
        all.stream()
            .filter(one -> one.rule().name().equals(name) || one.rule().alert().equals(name))
            .toList();
    List<String> known =
        (named.isEmpty() ? all : named).stream().map(one -> one.rule().identity()).toList();
    if (named.size() != 1) {
      throw new IllegalArgumentException(
          (named.isEmpty() ? "there is no rule \"" : "several rules are called \"")
              + name
              + "\"; accepted: "
              + Explanations.some(known, ", ", 20));
    }
    return named.get(0);
  }

  /** A recording rule like any other that is looked at with each step. */
  private static AlertRule stand(Recording recording, long interval) {
    AlertRule like = Rules.gone(recording.identity());
    return new AlertRule(
        recording.identity(),
        recording.name(),
        recording.metric(),
        1,
        recording.text(),
        Map.of(),
        Map.of(),
        like.timing(),
        0,
        false,
        new Trigger.AtStep(recording.plan(), interval, recording.expression()),
        recording.text());
  }

  /**
   * Whether an alert has the labels that its rule sets whatever it is about: what tells rules of
   * one name apart.
   */
  static boolean labelsFit(AlertRule rule, Alert alert) {
    for (Map.Entry<String, Text> label : rule.labels().entrySet()) {
      String fixed = label.getValue().of(Labels.NONE, Double.NaN);
      boolean isFixed = fixed.equals(label.getValue().of(alert.labels(), alert.value()));
      if (isFixed && !alert.labels().getOrEmpty(label.getKey()).equals(fixed)) {
        return false;
      }
    }
    return true;
  }
}
