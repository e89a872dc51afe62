package io.tocsin.deploy.worker;

import io.tocsin.pipeline.correlate.CompositeRule;
import io.tocsin.pipeline.detect.Rules;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force. They may change while shards work: each shard looks before a batch and goes
 * on with the new ones, over the state it has. Any thread.
 */
public final class ActiveRules {
  private volatile Version current;
  private volatile @Nullable String problem;

  /** Rules from the start. */
  public ActiveRules(Version first) {
    current = first;
  }

  /**
   * One version of all rules. Immutable.
   *
   * @param number counted from 1 in this process
   * @param set as written
   * @param rules as they run where the events are
   * @param composites as they run where all alerts meet
   * @param texts of the files, by name
   */
  public record Version(
      int number,
      RuleSet set,
      Rules rules,
      List<CompositeRule> composites,
      Map<String, String> texts) {
    /** Copies. */
    public Version {
      composites = List.copyOf(composites);
      texts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }
  }

  /** What holds now. */
  public Version current() {
    return current;
  }

  /** These rules hold from each shard's next batch on. */
  public void change(
      RuleSet set, Rules rules, List<CompositeRule> composites, Map<String, String> texts) {
    current = new Version(current.number() + 1, set, rules, composites, texts);
    problem = null;
  }

  /** What is written now cannot be used: the rules stay, and an alert says so. */
  public void refuse(String why) {
    problem = why;
  }

  /** What is written now is what holds. */
  public void accept() {
    problem = null;
  }

  /** Why what is written now cannot be used; null if it is what holds. */
  public @Nullable String problem() {
    return problem;
  }
}
