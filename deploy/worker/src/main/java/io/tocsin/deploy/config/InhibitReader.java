package io.tocsin.deploy.config;

import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.rule.Problem;
import io.tocsin.pipeline.suppress.InhibitRule;
import io.tocsin.pipeline.suppress.Matcher;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code inhibit_rules}. */
final class InhibitReader {
  private final List<String> scope;
  private final List<LabelUse> uses = new ArrayList<>();

  /**
   * @param scope labels by which alerts are spread over shards
   */
  InhibitReader(List<String> scope) {
    this.scope = scope;
  }

  List<InhibitRule> read(ConfigMap root) {
    List<InhibitRule> rules = new ArrayList<>();
    for (ConfigMap map : root.maps("inhibit_rules")) {
      List<Matcher> source = RouteReader.read(map.require("source_matchers"));
      List<Matcher> target = RouteReader.read(map.require("target_matchers"));
      List<String> equal = map.strings("equal", List.of());
      map.get("equal").strings().forEach(label -> use(map, map.get("equal"), label));
      scope.stream()
          .filter(label -> !meet(label, source, target, equal))
          .forEach(label -> apart(map, label));
      if (!source.isEmpty() && !target.isEmpty()) {
        rules.add(new InhibitRule(source, target, equal));
      }
      map.done();
    }
    return rules;
  }

  /** What the rules suppose of labels. */
  List<LabelUse> labelUses() {
    return uses;
  }

  /** Whether source and target have the same value of a label of the scope: a sensor has one. */
  private static boolean meet(
      String label, List<Matcher> source, List<Matcher> target, List<String> equal) {
    return equal.contains(label) || equal.contains("sensor") || pinned(label, source, target);
  }

  private static boolean pinned(String label, List<Matcher> source, List<Matcher> target) {
    return source.stream()
        .map(Matcher::toString)
        .filter(matcher -> matcher.startsWith(label + "=\""))
        .anyMatch(one -> target.stream().anyMatch(other -> other.toString().equals(one)));
  }

  private void apart(ConfigMap map, String label) {
    uses.add(
        new LabelUse(
            label,
            false,
            new Problem(
                map.file(),
                map.get("source_matchers").line(),
                map.get("source_matchers").column(),
                map.get("source_matchers").path(),
                null,
                "\"scope\" names the label \""
                    + label
                    + "\": alerts that differ in it are in different shards and can never silence"
                    + " each other; name it in \"equal\"",
                null)));
  }

  private void use(ConfigMap map, ConfigNode equal, String label) {
    uses.add(
        new LabelUse(
            label,
            true,
            new Problem(
                map.file(),
                equal.line(),
                equal.column(),
                equal.path(),
                label,
                "no alert of any rule can carry this label: missing equals missing, so every source"
                    + " would silence every target",
                null)));
  }
}
