package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/** What can be told of a composite without its parts. */
final class CompositeChecks {

  private CompositeChecks() {}

  static void check(
      ConfigMap when,
      ConfigNode byNode,
      Condition.Combination combination,
      List<String> parts,
      Duration within,
      List<String> by) {
    boolean any = combination == Condition.Combination.ANY;
    if (parts.size() < (any ? 1 : 2)) {
      when.problem("needs at least " + (any ? "one part" : "two parts"), null);
    }
    if (new HashSet<>(parts).size() < parts.size()
        && combination != Condition.Combination.SEQUENCE) {
      when.problem("names a part twice", null);
    }
    if (!any && within.isZero()) {
      when.problem("\"within\" is missing: how far apart may the parts begin?", null);
    }
    for (String label : by) {
      if (!LabelReader.isName(label)) {
        byNode.problem("\"" + label + "\" is not a label's name");
      }
    }
    if (by.contains("alertname")) {
      byNode.problem("the parts have different alertnames, so they can never agree in it");
    }
  }
}
