package io.tocsin.pipeline.suppress;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows which alerts keep others quiet. It follows the alerts in their order, so that it answers as
 * of the last one observed. Sources are remembered while they are active; one that began before its
 * rule was added counts from its next transition on. Used by the lane's thread only.
 */
public final class Inhibitor {
  private final List<Sources> rules = new ArrayList<>();
  private final Table<String, Labels> active;

  public Inhibitor(List<InhibitRule> rules, ShardState state) {
    rules.forEach(rule -> this.rules.add(new Sources(rule)));
    active = state.table(new TableSpec<>("suppress.sources", 1, Codecs.STRING, Codecs.LABELS));
    active.forEach((fingerprint, labels) -> count(labels, 1));
  }

  /** An alert's transition, whether people are told of it or not. */
  public void observe(Alert alert) {
    Labels labels = alert.labels();
    if (rules.stream().noneMatch(sources -> sources.rule.isSource(labels))) {
      return;
    }
    boolean was = active.get(alert.fingerprint()) != null;
    boolean is = alert.status().active();
    if (is && !was) {
      active.put(alert.fingerprint(), labels);
      count(labels, 1);
    } else if (was && !is) {
      active.remove(alert.fingerprint());
      count(labels, -1);
    }
  }

  /** Whether another active alert keeps this one quiet. */
  public boolean inhibits(Alert alert) {
    return rules.stream().anyMatch(sources -> sources.inhibit(alert.labels()));
  }

  private void count(Labels labels, int change) {
    rules.forEach(sources -> sources.count(labels, change));
  }

  /**
   * Active sources of one rule, counted by the values of its equal labels. What matches both sides
   * is not inhibited by what also matches both, itself included.
   */
  private static final class Sources {
    private final InhibitRule rule;
    private final Map<Labels, Integer> all = new HashMap<>();
    private final Map<Labels, Integer> oneSided = new HashMap<>();

    private Sources(InhibitRule rule) {
      this.rule = rule;
    }

    private void count(Labels labels, int change) {
      if (rule.isSource(labels)) {
        add(all, rule.key(labels), change);
        if (!rule.isTarget(labels)) {
          add(oneSided, rule.key(labels), change);
        }
      }
    }

    private boolean inhibit(Labels labels) {
      return rule.isTarget(labels)
          && (rule.isSource(labels) ? oneSided : all).containsKey(rule.key(labels));
    }

    private static void add(Map<Labels, Integer> counts, Labels key, int change) {
      counts.merge(key, change, (a, b) -> a + b == 0 ? null : a + b);
    }
  }
}
