package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Finding;
import io.tocsin.pipeline.anomaly.SeriesDetector;
import io.tocsin.pipeline.anomaly.Verdict;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.window.Leaf;
import io.tocsin.pipeline.window.StepPlan;
import io.tocsin.pipeline.window.WindowOutput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells how one rule looks at one sensor: the values it sees, over which windows, and what they
 * make of its condition. Follows the window stage's output besides the detect stage; for one
 * thread.
 */
public final class RuleTrace {
  private final Rules rules;
  private final AlertRule rule;
  private final SensorId sensor;
  private final StepView view = new StepView();
  private final Map<Series, SeriesDetector> detectors = new HashMap<>();
  private final Finding finding = new Finding();

  private RuleTrace(Rules rules, AlertRule rule, SensorId sensor) {
    this.rules = rules;
    this.rule = rule;
    this.sensor = sensor;
  }

  /**
   * The trace of a rule; empty if there is none of that name that works where a sensor's data is.
   *
   * @param name its identity, {@code group/alert} or the alert's name
   * @throws IllegalArgumentException if the rule puts sensors together, so that none of them alone
   *     tells why it fired
   */
  public static Optional<RuleTrace> of(Rules rules, String name, SensorId sensor) {
    Predicate<AlertRule> named =
        rule ->
            rule.identity().equals(name) || rule.name().equals(name) || rule.alert().equals(name);
    return rules.all().stream()
        .filter(named)
        .findFirst()
        .map(rule -> new RuleTrace(rules, ofOneSensor(rule), sensor));
  }

  private static AlertRule ofOneSensor(AlertRule rule) {
    if (rule.trigger() instanceof Trigger.OverGroups) {
      throw new IllegalArgumentException(
          "rule "
              + rule.name()
              + " puts sensors together, and one sensor cannot explain it: `tocsin backtest` lists its"
              + " alerts, and each tells the group's value");
    }
    return rule;
  }

  /** The rule's identity. */
  public String identity() {
    return rule.identity();
  }

  /** The rule's name, condition and delays. */
  public String describe() {
    Timing timing = rule.timing();
    StringBuilder text = new StringBuilder(rule.name()).append(": ").append(rule.text());
    if (timing.holdFor() > 0) {
      text.append(", for ").append(Explanations.duration(timing.holdFor()));
    }
    if (timing.keepFiringFor() > 0) {
      text.append(", keeps firing for ").append(Explanations.duration(timing.keepFiringFor()));
    }
    return text.toString();
  }

  /** Whether the rule looks at values; else at reports, or at silence. */
  public boolean looksAtValues() {
    return rule.trigger() instanceof Trigger.AtStep
        || rule.trigger() instanceof Trigger.AtReading
        || rule.trigger() instanceof Trigger.Learned;
  }

  /** What the rule makes of it; empty if it does not look at it. */
  public Optional<Look> look(WindowOutput output) {
    if (output instanceof WindowOutput.Step step
        && step.sensor().equals(sensor)
        && rule.trigger() instanceof Trigger.AtStep at
        && at.plan() == step.plan()) {
      view.reset(step.time());
      view.fill(step.rows());
      Recorder.record(rules, at.plan(), view, (made, labels, value) -> {}, (failed, failure) -> {});
      return Optional.of(expression(at.expression(), rules.steps().get(at.plan())));
    } else if (output instanceof WindowOutput.Accepted accepted
        && accepted.event() instanceof Reading reading
        && reading.sensor().equals(sensor)
        && isWatched(accepted.watchers())) {
      return Optional.of(reading(accepted, reading));
    }
    return Optional.empty();
  }

  /**
   * One look of the rule at the sensor.
   *
   * @param time event time, epoch milliseconds
   * @param holds whether the condition is true of anything
   * @param lines what was seen, and what came of it
   */
  public record Look(long time, boolean holds, List<String> lines) {
    /** Copies. */
    public Look {
      lines = List.copyOf(lines);
    }
  }

  private boolean isWatched(int[] watchers) {
    for (int watcher : watchers) {
      if (rules.atWatcher(watcher).identity().equals(rule.identity())) {
        return true;
      }
    }
    return false;
  }

  private Look expression(Trigger.Expression expression, StepPlan steps) {
    List<String> lines = new ArrayList<>();
    for (int index : expression.leaves()) {
      Leaf leaf = steps.leaves().get(index);
      long to = view.time() - leaf.offset();
      String function = leaf.function().name().toLowerCase(java.util.Locale.ROOT);
      String what = function + " of " + Leaves.seriesOf(leaf).replace("[]", "");
      String window =
          " from "
              + Instant.ofEpochMilli(to - leaf.range())
              + " to "
              + Instant.ofEpochMilli(to)
              + ": ";
      List<Sample> samples = view.leaf(index);
      if (samples.isEmpty()) {
        lines.add(what + window + "no data");
      }
      for (Sample sample : samples) {
        lines.add(what + window + sample.labels() + " " + text(sample.value()));
      }
    }
    return judged(expression, lines);
  }

  private Look judged(Trigger.Expression expression, List<String> lines) {
    boolean holds = false;
    try {
      List<Sample> hits = expression.expr().at(view);
      holds = !hits.isEmpty();
      lines.add(holds ? "the condition holds:" : "the condition does not hold");
      for (Sample hit : hits) {
        lines.add("  " + hit.labels() + " " + text(hit.value()));
      }
    } catch (RuleFailure failure) {
      lines.add("the rule fails: " + failure.getMessage());
    }
    return new Look(view.time(), holds, lines);
  }

  private Look reading(WindowOutput.Accepted accepted, Reading reading) {
    List<String> lines = new ArrayList<>();
    String late = accepted.late() ? ", late" : "";
    lines.add("reading " + reading.series() + " " + text(reading.value()) + late);
    if (rule.trigger() instanceof Trigger.AtReading at) {
      view.reset(reading.time());
      view.put(0, reading.series(), accepted.labels(), reading.value());
      return judged(at.expression(), lines);
    }
    boolean unusual = rule.trigger() instanceof Trigger.Learned learned && odd(learned, reading);
    lines.add(unusual ? "unusual: " + finding.explain().sentence() : seen());
    return new Look(reading.time(), unusual, lines);
  }

  private String lastVerdict = "";

  private boolean odd(Trigger.Learned learned, Reading reading) {
    SeriesDetector detector =
        detectors.computeIfAbsent(
            reading.series(), series -> new SeriesDetector(learned.settings()));
    Verdict verdict = detector.add(reading.time(), reading.value(), finding);
    lastVerdict = verdict.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return verdict == Verdict.FINDING;
  }

  private String seen() {
    return "the detector says "
        + lastVerdict
        + ", expected "
        + text(finding.low())
        + " to "
        + text(finding.high());
  }

  private static String text(double value) {
    return Explanations.number(value);
  }
}
