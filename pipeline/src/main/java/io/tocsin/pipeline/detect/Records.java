package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.Rule;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What recording rules make, while rules are compiled. A record is seen by rules that come after it
 * and are evaluated at the same steps: there, at the same step, as in a group of Prometheus.
 */
final class Records {
  private final Set<String> names = new HashSet<>();
  private final Map<String, List<Integer>> made = new HashMap<>();
  private final Map<String, GroupRecord> overGroups = new HashMap<>();
  private final List<Recording> recordings = new ArrayList<>();

  Records(RuleSet rules) {
    for (PlannedRule rule : rules.rules()) {
      if (rule.rule() instanceof Rule.Recording recording) {
        names.add(recording.name());
      }
    }
  }

  /** Whether the selector names a record. */
  boolean has(Expr.Selector selector) {
    return selector.name().filter(names::contains).isPresent();
  }

  /** A record that rules compiled from now on may look at. */
  void add(Recording recording, int plan) {
    recordings.add(recording);
    made.computeIfAbsent(key(recording.metric(), plan), key -> new ArrayList<>())
        .addAll(recording.expression().leaves());
  }

  /** A record over many sensors that rules compiled from now on may look at. */
  void add(GroupRecord record, int plan) {
    overGroups.put(key(record.metric(), plan), record);
  }

  /** The record over many sensors that the selector names; null if it names none. */
  @Nullable GroupRecord overGroups(Expr.Selector selector, int plan) {
    return overGroups.get(key(selector.name().orElse(""), plan));
  }

  List<Recording> all() {
    return recordings;
  }

  /** The leaves of which a record is made. */
  List<Integer> leavesOf(Expr.Selector selector, int plan) throws NotYet {
    String metric = selector.name().orElse("");
    if (overGroups(selector, plan) != null) {
      throw new NotYet(
          "the record \"" + metric + "\", which is over several sensors, in " + selector);
    }
    List<Integer> leaves = made.get(key(metric, plan));
    if (leaves == null) {
      throw new NotYet(
          "the record \""
              + metric
              + "\" here: a record is seen by later rules of groups with the same interval"
              + " and late policy");
    }
    return leaves;
  }

  private static String key(String metric, int plan) {
    return metric + " " + plan;
  }
}
