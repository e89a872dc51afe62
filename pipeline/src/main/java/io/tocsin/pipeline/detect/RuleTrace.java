package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.window.WindowOutput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells how one rule looks at what it is asked about, up to a time: the values it sees, over which
 * windows, what they make of its condition, and the state of its alerts. Sees what the stages tell
 * each other while they work, and has their own expressions evaluated. For one thread where a
 * sensor is asked about; {@link #follow} for any thread where the rule puts sensors together.
 */
public abstract sealed class RuleTrace permits SensorTrace, GroupTrace {
  /** Most elements that are listed of one kind. */
  static final int MOST = 10;

  final Rules rules;
  private final Labels asked;
  private final AlertRule rule;
  private final boolean makes;
  private final long until;
  private @Nullable Look last;
  private long trueAt = Long.MIN_VALUE;
  private long looks;
  private List<String> states = List.of();

  /**
   * @param makes whether it makes a series, not alerts
   */
  RuleTrace(Rules rules, AlertRule rule, boolean makes, Labels asked, long until) {
    this.rules = rules;
    this.rule = rule;
    this.makes = makes;
    this.asked = asked;
    this.until = until;
  }

  /**
   * The trace of a rule that reads sensors' data.
   *
   * @param name its identity, {@code group/name}, or its name alone
   * @param asked labels of what is asked about, {@code sensor} among them; for a rule that puts
   *     sensors together a sensor stands for the groups that it belongs to
   * @param until epoch milliseconds; later looks do not count
   * @throws IllegalArgumentException if no rule, or more than one, is called that, or if it looks
   *     at each sensor by itself and none is named
   */
  public static RuleTrace of(Rules rules, String name, Labels asked, long until) {
    NamedRule named = NamedRule.find(rules, name);
    if (named.rule().trigger() instanceof Trigger.OverGroups over) {
      return new GroupTrace(rules, named.rule(), over, asked, until);
    }
    String sensor = asked.getOrEmpty(Compiler.SENSOR);
    if (sensor.isEmpty()) {
      throw new IllegalArgumentException(
          "rule " + named.rule().name() + " looks at each sensor by itself: which one? (--sensor)");
    }
    return new SensorTrace(rules, named.rule(), named.makes(), new SensorId(sensor), asked, until);
  }

  /** The sensor that is asked about; empty where the rule puts sensors together. */
  public abstract Optional<SensorId> sensor();

  /** What a shard's window stage told, after the detect stage has taken it. */
  public abstract void follow(WindowOutput output, DetectStage stage);

  /** Where parts meet: the rule was looked at. */
  void looked(StepView view, Map<Labels, String> words) {}

  /** Where parts meet: all shards have come that far. */
  void reached(long time, Map<Labels, String> words) {}

  AlertRule rule() {
    return rule;
  }

  /** Whether it makes a series, not alerts. */
  boolean makes() {
    return makes;
  }

  /** Whether nobody is told of its alerts. */
  public boolean shadow() {
    return rule.shadow();
  }

  /** The rule's identity. */
  public String identity() {
    return rule.identity();
  }

  /** Whether an alert is one of the rule's that are asked about. */
  public boolean tells(Alert alert) {
    return alert.rule().equals(rule.name())
        && counts(toldAt(alert))
        && concerns(alert.labels())
        && (rule.identity().equals(rule.name()) || NamedRule.labelsFit(rule, alert));
  }

  /** An alert's first time is that of its condition, which came before anybody was told. */
  private long toldAt(Alert alert) {
    boolean begins = alert.status() == AlertStatus.FIRING && alert.revision() == 0;
    return alert.time() + (begins ? rule.timing().holdFor() : 0);
  }

  /** The rule's name, condition, delays and limit. */
  public String describe() {
    Timing timing = rule.timing();
    StringBuilder text = new StringBuilder(rule.name()).append(": ").append(rule.text());
    if (timing.holdFor() > 0) {
      text.append(", for ").append(Explanations.duration(timing.holdFor()));
    }
    if (timing.keepFiringFor() > 0) {
      text.append(", keeps firing for ").append(Explanations.duration(timing.keepFiringFor()));
    }
    if (rule.limit() > 0) {
      text.append(", at most ").append(rule.limit()).append(" alerts");
    }
    return text.append(rule.shadow() ? ", shadow" : "").toString();
  }

  /** What was seen and what came of it, line by line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    Look seen = last;
    if (!looksAtValues()) {
      lines.add(
          "the rule looks at reports, or at silence, which an input that ends does not prove");
    } else if (seen == null) {
      lines.add(neverLooked());
      return lines;
    } else {
      looked(seen, lines);
    }
    if (!makes) {
      lines.add(state(seen));
    }
    return lines;
  }

  /** What to say where the rule has not looked at anything. */
  abstract String neverLooked();

  private boolean looksAtValues() {
    return !(rule.trigger() instanceof Trigger.Reports || rule.trigger() instanceof Trigger.Absent);
  }

  private void looked(Look seen, List<String> lines) {
    lines.add("the rule looked " + looks + " times, last at " + Instant.ofEpochMilli(seen.time()));
    seen.lines().forEach(line -> lines.add("  " + line));
    if (makes || trueAt == seen.time()) {
      return;
    }
    lines.add(
        trueAt == Long.MIN_VALUE
            ? "its condition was never true"
            : "its condition was true last at " + Instant.ofEpochMilli(trueAt));
  }

  private String state(@Nullable Look seen) {
    if (!states.isEmpty()) {
      return "state: " + Explanations.some(states, "; ", MOST);
    }
    boolean full = seen != null && seen.holds() && rule.limit() > 0;
    return "state: inactive"
        + (full ? ": as many alerts of the rule are active as its limit allows" : "");
  }

  /**
   * One look of the rule.
   *
   * @param time event time, epoch milliseconds
   * @param holds whether the condition is true of anything that is asked about
   * @param lines what was seen, and what came of it
   */
  record Look(long time, boolean holds, List<String> lines) {
    Look {
      lines = List.copyOf(lines);
    }
  }

  /** Whether something of that time counts. */
  boolean counts(long time) {
    return time <= until;
  }

  void note(Look look) {
    looks++;
    if (last == null || look.time() >= last.time()) {
      last = look;
    }
    trueAt = look.holds() ? Math.max(trueAt, look.time()) : trueAt;
  }

  void states(Map<Labels, String> words) {
    List<String> all = new ArrayList<>();
    words.forEach(
        (labels, state) -> {
          if (concerns(labels)) {
            all.add(labels + " " + state);
          }
        });
    states = all;
  }

  /** Whether an element is asked about: nothing that is asked for says otherwise. */
  boolean concerns(Labels element) {
    return asked.agreesWith(element);
  }

  /** Whether the condition holds, and of which elements. */
  Look judged(Trigger.Expression expression, StepView view, List<String> lines) {
    List<Sample> hits = List.of();
    try {
      hits = expression.expr().at(view).stream().filter(s -> concerns(s.labels())).toList();
      if (makes) {
        lines.add(hits.isEmpty() ? "it makes nothing" : "it makes:");
      } else {
        lines.add(hits.isEmpty() ? "the condition does not hold" : "the condition holds:");
      }
      lines.addAll(Explanations.listed(hits, MOST));
    } catch (RuleFailure failure) {
      lines.add("the rule fails: " + failure.getMessage());
    }
    return new Look(view.time(), !hits.isEmpty(), lines);
  }
}
