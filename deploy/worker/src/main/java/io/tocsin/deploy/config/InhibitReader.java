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
  private final List<LabelUse> uses = new ArrayList<>();

  List<InhibitRule> read(ConfigMap root) {
    List<InhibitRule> rules = new ArrayList<>();
    for (ConfigMap map : root.maps("inhibit_rules")) {
      List<Matcher> source = RouteReader.read(map.require("source_matchers"));
      List<Matcher> target = RouteReader.read(map.require("target_matchers"));
      List<String> equal = map.strings("equal", List.of());
      map.get("equal").strings().forEach(label -> use(map, map.get("equal"), label));
      if (!source.isEmpty() && !target.isEmpty()) {
        rules.add(new InhibitRule(source, target, equal));
      }
      map.done();
    }
    return rules;
  }

  /** The labels of all {@code equal} lists. */
  List<LabelUse> labelUses() {
    return uses;
  }

  private void use(ConfigMap map, ConfigNode equal, String label) {
    uses.add(
        new LabelUse(
            label,
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
