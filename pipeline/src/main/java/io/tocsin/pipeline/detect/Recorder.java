package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import java.util.HashSet;
import java.util.Set;

/** Evaluates the recording rules of a step and puts what they make before the rules after them. */
final class Recorder {
  private Recorder() {}

  /** Told of each sample that is made. */
  @FunctionalInterface
  interface Made {
    void made(Recording rule, Labels labels, double value);
  }

  /** Told of a rule that cannot be evaluated. */
  @FunctionalInterface
  interface Failed {
    void failed(Recording rule, RuleFailure failure);
  }

  static void record(Rules rules, int plan, StepView view, Made made, Failed failed) {
    for (Recording rule : rules.recordings(plan)) {
      try {
        record(rules, rule, view, made);
      } catch (RuleFailure failure) {
        failed.failed(rule, failure);
      }
    }
  }

  private static void record(Rules rules, Recording rule, StepView view, Made made) {
    Set<Labels> unique = new HashSet<>();
    for (Sample sample : rule.expression().expr().at(view)) {
      Labels labels = sample.labels().with(rule.labels());
      if (!unique.add(labels)) {
        throw new RuleFailure(
            "two elements of the record " + rule.metric() + " have the labels " + labels);
      }
      for (RecordedLeaf leaf : rules.recordedLeaves(rule.plan())) {
        if (leaf.takes(rule.metric(), labels)) {
          view.put(leaf.leaf(), rule.metric(), labels, sample.value());
        }
      }
      made.made(rule, labels, sample.value());
    }
  }
}
