package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All rules of all files, checked together: names are unique, composites have their parts, no rule
 * depends on itself. Immutable.
 */
public final class RuleSet {

  private final List<PlannedRule> rules;
  private final Map<String, PlannedRule> byId;

  private RuleSet(List<PlannedRule> rules) {
    this.rules = List.copyOf(rules);
    this.byId = new HashMap<>();
    rules.forEach(rule -> byId.putIfAbsent(rule.id(), rule));
  }

  /** No rules at all. */
  public static RuleSet empty() {
    return new RuleSet(List.of());
  }

  /** The rules of these files; what is wrong with them together goes to {@code problems}. */
  public static RuleSet of(List<RuleFile> files, Problems problems) {
    List<PlannedRule> rules = new ArrayList<>();
    Map<String, RuleGroup> groups = new HashMap<>();
    for (RuleFile file : files) {
      for (RuleGroup group : file.groups()) {
        RuleGroup first = groups.putIfAbsent(group.name(), group);
        if (first != null) {
          group
              .origin()
              .problem(
                  problems,
                  "the group \""
                      + group.name()
                      + "\" is already in "
                      + first.origin()
                      + "; rules are known by group and name",
                  null);
        }
        rules.addAll(planned(group));
      }
    }
    tellDuplicates(rules, problems);
    CompositeParts.check(rules, problems);
    RecordingCycles.check(rules, problems);
    return new RuleSet(rules);
  }

  private static List<PlannedRule> planned(RuleGroup group) {
    Map<String, Long> count =
        group.rules().stream()
            .collect(Collectors.groupingBy(Rule::name, TreeMap::new, Collectors.counting()));
    List<PlannedRule> planned = new ArrayList<>();
    for (Rule rule : group.rules()) {
      String name = group.name() + "/" + rule.name();
      boolean shared = count.getOrDefault(rule.name(), 1L) > 1;
      planned.add(new PlannedRule(shared ? name + ownLabels(rule) : name, group, rule));
    }
    return planned;
  }

  private static String ownLabels(Rule rule) {
    if (rule instanceof Rule.Recording recording) {
      return recording.labels().toString();
    }
    return rule instanceof Rule.Alerting alert ? new TreeMap<>(alert.labels()).toString() : "";
  }

  private static void tellDuplicates(List<PlannedRule> rules, Problems problems) {
    Map<String, PlannedRule> seen = new HashMap<>();
    for (PlannedRule rule : rules) {
      PlannedRule first = seen.putIfAbsent(rule.id(), rule);
      if (first != null) {
        rule.rule()
            .origin()
            .problem(
                problems,
                "\""
                    + rule.rule().name()
                    + "\" with the same labels is already in "
                    + first.rule().origin()
                    + "; their alerts could not be told apart",
                null);
      }
    }
  }

  /** The rules in the order of the files. */
  public List<PlannedRule> rules() {
    return rules;
  }

  /** The rule of an identity. */
  public Optional<PlannedRule> rule(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The names of all alerts, sorted. */
  public Set<String> alertNames() {
    Set<String> names = new TreeSet<>();
    for (PlannedRule rule : rules) {
      if (rule.rule() instanceof Rule.Alerting) {
        names.add(rule.rule().name());
      }
    }
    return names;
  }

  /**
   * Whether some alert of some rule can carry this label. An inhibition whose {@code equal} names a
   * label that none can carry would silence everything, as missing equals missing.
   */
  public boolean anyAlertMayCarry(String label) {
    return rules.stream().anyMatch(rule -> rule.mayCarry(label));
  }

  /** Every label that rules or groups set themselves, for suggestions. */
  public Set<String> labelsSet() {
    Set<String> labels = new TreeSet<>(Set.of("alertname"));
    for (PlannedRule rule : rules) {
      rule.group().labels().forEach((name, value) -> labels.add(name));
      if (rule.rule() instanceof Rule.Alerting alert) {
        labels.addAll(alert.labels().keySet());
      }
    }
    return labels;
  }
}
