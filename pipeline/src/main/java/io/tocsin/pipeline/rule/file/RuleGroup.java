package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.event.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Rules that are evaluated together.
 *
 * @param source the source whose events the rules see; empty: all of them
 * @param interval evaluation step in event time, at least a millisecond
 * @param late what becomes of late events
 * @param keepFor how long closed windows stay correctable; empty: as far back as the rules' ranges
 *     reach, at most the default
 * @param labels added to what every rule of the group makes; a rule's own labels win
 * @param limit most alerts of each rule that has no limit of its own; 0: no limit
 */
public record RuleGroup(
    String name,
    Optional<String> source,
    Duration interval,
    LatePolicy late,
    Optional<Duration> keepFor,
    Labels labels,
    long limit,
    List<Rule> rules,
    Origin origin) {

  /** Copies the rules. */
  public RuleGroup {
    rules = List.copyOf(rules);
  }
}
