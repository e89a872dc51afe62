package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.rule.expr.Aggregator;
import io.tocsin.pipeline.window.WindowOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a rule that puts sensors together looks at groups of them: what each sensor of each shard
 * says, and what becomes of it where the parts meet. {@link #follow} is for any thread; all else
 * for one, after the shards.
 */
final class GroupTrace extends RuleTrace {
  /** What sensors say is kept of so many of the newest steps: only the last look is told of. */
  private static final int STEPS = 64;

  private final Trigger.OverGroups over;
  private final String sensor;
  private final Labels others;
  private final StepView view = new StepView();
  private final NavigableMap<Long, StepAnswers> steps = new TreeMap<>();
  private StepAnswers seen = new StepAnswers();

  GroupTrace(Rules rules, AlertRule rule, Trigger.OverGroups over, Labels asked, long until) {
    super(rules, rule, over.makes() != null, asked, until);
    this.over = over;
    sensor = asked.getOrEmpty(Compiler.SENSOR);
    others = asked.without(List.of(Compiler.SENSOR));
  }

  @Override
  public Optional<SensorId> sensor() {
    return Optional.empty();
  }

  @Override
  String neverLooked() {
    return "not fired: no step that all shards have come past has any data for the rule";
  }

  @Override
  public synchronized void follow(WindowOutput output, DetectStage stage) {
    if (!(output instanceof WindowOutput.Step step)
        || step.plan() != over.plan()
        || !counts(step.time())
        || (steps.size() >= STEPS && step.time() < steps.firstKey())) {
      return;
    }
    view.reset(step.time());
    view.fill(step.rows());
    Recorder.record(rules, over.plan(), view, (made, labels, value) -> {}, (failed, failure) -> {});
    StepAnswers said = steps.computeIfAbsent(step.time(), time -> new StepAnswers());
    said.forget(step.sensor());
    for (int input = 0; input < over.inputs().size(); input++) {
      said.take(step.sensor(), input, over.inputs().get(input), view);
    }
    if (steps.size() > STEPS) {
      steps.pollFirstEntry();
    }
  }

  @Override
  void looked(StepView whole, Map<Labels, String> words) {
    if (!counts(whole.time())) {
      return;
    }
    StepAnswers said = steps.get(whole.time());
    seen = said == null ? new StepAnswers() : said;
    List<String> lines = new ArrayList<>();
    if (said != null) {
      for (int input = 0; input < over.inputs().size(); input++) {
        input(input, whole, lines);
      }
    }
    note(judged(over.expression(), whole, lines));
    states(words);
  }

  @Override
  void reached(long time, Map<Labels, String> words) {
    if (counts(time)) {
      states(words);
    }
  }

  @Override
  boolean concerns(Labels element) {
    return others.agreesWith(element) && (sensor.isEmpty() || seen.concerns(sensor, element));
  }

  private void input(int index, StepView whole, List<String> lines) {
    GroupInput input = over.inputs().get(index);
    for (int leaf : input.leaves()) {
      lines.add(
          Explanations.window(rules.steps().get(over.plan()).leaves().get(leaf), whole.time()));
    }
    seen.failures(index).forEach(failure -> lines.add("  fails: " + failure));
    boolean any = false;
    for (int i = 0; i < over.leaves().size(); i++) {
      GroupLeaf leaf = over.leaves().get(i);
      if (leaf.input() == index) {
        any |= leaf(leaf, input, whole.leaf(i), lines);
      }
    }
    if (!any) {
      lines.add(
          sensor.isEmpty() ? "  no data" : "  no data of sensor " + sensor + ", or of its groups");
    }
  }

  /** A vector that the expression over groups begins with; returns whether it has elements. */
  private boolean leaf(
      GroupLeaf leaf, GroupInput input, List<Sample> elements, List<String> lines) {
    Aggregator aggregator = leaf.aggregator();
    if (leaf.holds()) {
      lines.add("newest sample of " + input.text() + ": " + newest(elements, leaf));
      return true;
    }
    List<Sample> asked =
        elements.stream()
            .filter(e -> concerns(e.labels()))
            .sorted(Comparator.comparing(e -> e.labels().toString()))
            .toList();
    String head = aggregator == null ? "each of " : aggregator.word() + " of ";
    lines.add(head + input.text() + (asked.isEmpty() ? ": nothing" : ":"));
    if (aggregator == null) {
      lines.addAll(Explanations.listed(asked, MOST));
      return !asked.isEmpty();
    }
    for (Sample group : asked.subList(0, Math.min(MOST, asked.size()))) {
      lines.add("  " + Explanations.of(group) + of(leaf.input(), group.labels(), aggregator));
    }
    if (asked.size() > MOST) {
      lines.add("  and " + (asked.size() - MOST) + " more groups");
    }
    return !asked.isEmpty();
  }

  private static String newest(List<Sample> elements, GroupLeaf leaf) {
    return elements.isEmpty()
        ? "none for " + Explanations.duration(leaf.hold())
        : "of " + Explanations.time((long) elements.get(0).value());
  }

  /** Who brought what to a group: who is asked about, then whoever matters most. */
  private String of(int input, Labels group, @Nullable Aggregator aggregator) {
    Comparator<Sample> byValue = Comparator.comparingDouble(Sample::value);
    List<Sample> parts = new ArrayList<>(seen.of(input, group));
    parts.sort(
        Comparator.comparing((Sample part) -> !isAsked(part))
            .thenComparing(aggregator == Aggregator.MIN ? byValue : byValue.reversed())
            .thenComparing(part -> part.labels().toString()));
    List<String> names =
        parts.stream()
            .map(part -> new Sample("", rest(part.labels(), group), part.value()))
            .map(Explanations::of)
            .toList();
    return " of " + parts.size() + ": " + Explanations.some(names, ", ", MOST);
  }

  private boolean isAsked(Sample part) {
    return part.labels().getOrEmpty(Compiler.SENSOR).equals(sensor);
  }

  private static Labels rest(Labels element, Labels group) {
    return element.without(group.toMap().keySet());
  }
}
