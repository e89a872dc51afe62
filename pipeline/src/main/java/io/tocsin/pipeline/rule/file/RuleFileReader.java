package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigReader;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one rule file.
 *
 * <p>Every problem is told at once, and what cannot be read is left out of the result, so a caller
 * must look at the problems before it uses the rules. What depends on other files is checked by
 * {@link RuleSet}.
 */
public final class RuleFileReader {

  private static final Map<String, LatePolicy> LATE =
      Map.of("amend", LatePolicy.AMEND, "side", LatePolicy.SIDE, "drop", LatePolicy.DROP);

  private final Environment environment;
  private final RuleDefaults defaults;
  private final Problems problems;

  /** A reader that tells its problems to {@code problems}. */
  public RuleFileReader(Environment environment, RuleDefaults defaults, Problems problems) {
    this.environment = environment;
    this.defaults = defaults;
    this.problems = problems;
  }

  /** Reads {@code text} as the file called {@code file}. Throws nothing for what it contains. */
  public RuleFile read(String file, String text) {
    ConfigMap root = ConfigReader.read(file, text, environment, problems);
    List<RuleGroup> groups = new ArrayList<>();
    for (ConfigMap group : root.maps("groups")) {
      groups.add(group(group));
    }
    root.refuse(
        "slos", "not yet: service level objectives come later; write their alerts as rules");
    root.done();
    return new RuleFile(file, groups);
  }

  private RuleGroup group(ConfigMap map) {
    String name = map.require("name").string().orElse("");
    if (map.has("name") && name.isBlank()) {
      map.get("name").problem("a group's name must not be empty");
    }
    Duration interval = Positive.duration(map, "interval", defaults.interval());
    LatePolicy late = map.choice("late", LATE, LatePolicy.AMEND);
    Optional<Duration> keepFor =
        map.has("keep_for")
            ? Optional.of(map.duration("keep_for", defaults.keepFor()))
            : Optional.empty();
    long limit = map.integer("limit", 0, Integer.MAX_VALUE, 0);
    map.refuse(
        "query_offset",
        "is not needed: rules are evaluated when the events of their window have come; remove it");
    map.refuse("partial_response_strategy", "is Thanos' and has no meaning on a stream; remove it");
    RuleReader reader = new RuleReader(defaults, interval);
    List<Rule> rules = new ArrayList<>();
    for (ConfigMap rule : map.maps("rules")) {
      reader.read(rule).ifPresent(rules::add);
    }
    RuleGroup group =
        new RuleGroup(
            name,
            map.string("source"),
            interval,
            late,
            keepFor,
            LabelReader.constant(map, "labels"),
            limit,
            rules,
            new Origin(map));
    map.done();
    return group;
  }
}
