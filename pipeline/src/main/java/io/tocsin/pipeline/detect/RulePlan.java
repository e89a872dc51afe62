package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.RuleGroup;
import io.tocsin.pipeline.rule.file.RuleSet;
import io.tocsin.pipeline.window.Leaf;
import io.tocsin.pipeline.window.RangeFunction;
import io.tocsin.pipeline.window.StepPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each rule and of its state when one set of rules takes the place of another.
 * State is known by the rule's identity (alerts, detectors) and by what is kept of a series
 * (windows); so the answer is the same for a change while running and for a restart.
 */
public final class RulePlan {
  /** What becomes of a rule. */
  public enum Fate {
    /** The rule says the same. */
    UNCHANGED,
    /** It says something else; all state that it needs is there. */
    KEPT,
    /** Its alerts go on, but some of its windows or detectors begin empty. */
    REBUILT,
    /** It is no more: its alerts are resolved with the reason {@code rule_removed}. */
    LOST,
    /** It was not there. */
    NEW
  }

  /**
   * One rule's fate.
   *
   * @param rule its identity
   * @param warmAfter milliseconds until it sees as much as it asks for; 0: at once
   * @param note what else there is to say; may be empty
   */
  public record Change(String rule, Fate fate, long warmAfter, String note) {}

  private final RuleSet before;
  private final Rules old;
  private final Rules next;

  private RulePlan(RuleSet before, Rules old, Rules next) {
    this.before = before;
    this.old = old;
    this.next = next;
  }

  /** The fate of every rule of both sets: the new set's in its order, then those that are lost. */
  public static List<Change> between(RuleSet before, Rules old, RuleSet after, Rules next) {
    RulePlan plan = new RulePlan(before, old, next);
    List<Change> changes = new ArrayList<>();
    after.rules().forEach(rule -> changes.add(plan.change(rule)));
    for (PlannedRule rule : before.rules()) {
      if (after.rule(rule.id()).isEmpty()) {
        changes.add(new Change(rule.id(), Fate.LOST, 0, "its alerts end as rule_removed"));
      }
    }
    return changes;
  }

  private Change change(PlannedRule rule) {
    Optional<PlannedRule> was = before.rule(rule.id());
    AlertRule compiled = next.byIdentity(rule.id());
    AlertRule compiledBefore = old.byIdentity(rule.id());
    long missing = compiled == null ? missingOfRecord(rule.id()) : missing(compiled);
    if (was.isEmpty()) {
      return new Change(rule.id(), Fate.NEW, learns(compiled) ? 0 : missing, learning(compiled));
    }
    boolean same = was.get().rule().equals(rule.rule()) && alike(was.get().group(), rule.group());
    if (learns(compiled) && !learns(compiledBefore)) {
      return new Change(rule.id(), Fate.REBUILT, 0, learning(compiled));
    }
    if (missing > 0) {
      return new Change(rule.id(), Fate.REBUILT, missing, "its alerts go on meanwhile");
    }
    return new Change(rule.id(), same ? Fate.UNCHANGED : Fate.KEPT, 0, "");
  }

  private static boolean learns(@Nullable AlertRule rule) {
    return rule != null && rule.trigger() instanceof Trigger.Learned;
  }

  private static String learning(@Nullable AlertRule rule) {
    return learns(rule) ? "each series is learned from its next reading on" : "";
  }

  private static boolean alike(RuleGroup a, RuleGroup b) {
    return a.source().equals(b.source())
        && a.interval().equals(b.interval())
        && a.late() == b.late()
        && a.keepFor().equals(b.keepFor())
        && a.labels().equals(b.labels())
        && a.limit() == b.limit();
  }

  private long missingOfRecord(String id) {
    return next.recordings().stream()
        .filter(rule -> rule.identity().equals(id))
        .mapToLong(rule -> missing(rule.plan(), rule.expression().leaves()))
        .max()
        .orElse(0);
  }

  private long missing(AlertRule rule) {
    if (rule.trigger() instanceof Trigger.OverGroups over) {
      return over.inputs().stream()
          .mapToLong(input -> missing(over.plan(), input.leaves()))
          .max()
          .orElse(0);
    }
    return rule.trigger() instanceof Trigger.AtStep at
        ? missing(at.plan(), at.expression().leaves())
        : 0;
  }

  /** How long until every window is full, given what the old rules had kept. */
  private long missing(int plan, List<Integer> leaves) {
    StepPlan steps = next.steps().get(plan);
    Map<String, Long> kept = kept(steps.interval());
    long missing = 0;
    for (int index : leaves) {
      Leaf leaf = steps.leaves().get(index);
      if (leaf.function() != RangeFunction.INSTANT || leaf.offset() > 0) {
        long span = leaf.range() + leaf.offset();
        missing = Math.max(missing, span - kept.getOrDefault(key(steps, leaf), 0L));
      }
    }
    return missing;
  }

  /** How far back the old rules of that interval could look, by what they kept of which series. */
  private Map<String, Long> kept(long interval) {
    Map<String, Long> kept = new HashMap<>();
    for (StepPlan steps : old.steps()) {
      if (steps.interval() == interval) {
        for (Leaf leaf : steps.leaves()) {
          kept.merge(key(steps, leaf), leaf.range() + leaf.offset(), Math::max);
        }
      }
    }
    return kept;
  }

  private static String key(StepPlan steps, Leaf leaf) {
    return steps.keeps(leaf) + " of " + Leaves.seriesOf(leaf);
  }
}
