package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Method;
import io.tocsin.pipeline.anomaly.Settings;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.file.Condition;
import io.tocsin.pipeline.rule.file.Origin;
import io.tocsin.pipeline.rule.file.PlannedRule;
import io.tocsin.pipeline.rule.file.Rule;
import io.tocsin.pipeline.rule.file.RuleDefaults;
import io.tocsin.pipeline.rule.file.RuleGroup;
import io.tocsin.pipeline.rule.file.RuleSet;
import io.tocsin.pipeline.rule.template.Template;
import io.tocsin.pipeline.rule.template.TemplateData;
import io.tocsin.pipeline.window.LatePolicy;
import io.tocsin.pipeline.window.Leaf;
import io.tocsin.pipeline.window.RangeFunction;
import io.tocsin.pipeline.window.SeriesSelector;
import io.tocsin.pipeline.window.StepPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes rules ready to run. What the engine cannot do is refused by name, never evaluated as
 * something else. Composites are left to the task that sees all alerts.
 */
public final class RuleCompiler {
  /** How long an anomaly must be over before its alert ends, where the rule does not say. */
  private static final long ANOMALY_KEEPS = 60_000;

  private final DetectSettings settings;
  private final Set<String> sources;
  private final Map<Plan, Leaves> leaves = new LinkedHashMap<>();
  private final List<AlertRule> rules = new ArrayList<>();
  private final List<SeriesSelector> watchers = new ArrayList<>();
  private final List<AlertRule> byWatcher = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final Records records;

  private RuleCompiler(RuleSet set, DetectSettings settings, Set<String> sources) {
    this.records = new Records(set);
    this.settings = settings;
    this.sources = sources;
  }

  /**
   * A rule that this engine does not run.
   *
   * @param rule {@code group/rule}
   */
  public record Refused(String rule, Origin origin, String message) {}

  /** The rules that run, and those that do not. */
  public record Result(Rules rules, List<Refused> refused) {}

  /**
   * Compiles all rules of all groups.
   *
   * @param sources the names of the sources whose events there are; empty: not known here
   */
  public static Result compile(RuleSet rules, DetectSettings settings, Set<String> sources) {
    RuleCompiler compiler = new RuleCompiler(rules, settings, sources);
    compiler.checkSources(rules);
    rules.rules().forEach(rule -> compiler.leaves(rule.group()));
    rules.rules().forEach(compiler::rule);
    List<StepPlan> steps = new ArrayList<>();
    compiler.leaves.forEach(
        (plan, of) ->
            steps.add(new StepPlan(plan.interval(), of.all(), plan.late(), plan.keepFor())));
    return new Result(
        new Rules(
            compiler.rules,
            steps,
            compiler.watchers,
            compiler.byWatcher,
            List.copyOf(compiler.records.all()),
            compiler.leaves.values().stream().map(of -> List.copyOf(of.recorded())).toList()),
        List.copyOf(compiler.refused));
  }

  /** Groups that are alike in these are computed together. */
  private record Plan(long interval, LatePolicy late, long keepFor) {
    static Plan of(RuleGroup group) {
      LatePolicy late =
          switch (group.late()) {
            case AMEND -> LatePolicy.AMEND;
            case SIDE -> LatePolicy.SIDE;
            case DROP -> LatePolicy.DROP;
          };
      long keepFor = group.keepFor().map(Duration::toMillis).orElse(StepPlan.AS_RANGES);
      return new Plan(group.interval().toMillis(), late, keepFor);
    }
  }

  private void checkSources(RuleSet rules) {
    Set<RuleGroup> groups = new LinkedHashSet<>();
    rules.rules().forEach(rule -> groups.add(rule.group()));
    for (RuleGroup group : groups) {
      String source = group.source().orElse(null);
      if (source != null && !sources.isEmpty() && !sources.contains(source)) {
        String message =
            "there is no source \"" + source + "\"; accepted: " + new TreeSet<>(sources);
        refused.add(new Refused(group.name(), group.origin(), message));
      }
    }
  }

  private SourceFilter filter(RuleGroup group) {
    return SourceFilter.of(group.source(), sources);
  }

  private Leaves leaves(RuleGroup group) {
    return leaves
        .computeIfAbsent(Plan.of(group), key -> new Leaves(records, leaves.size()))
        .seenBy(filter(group));
  }

  private int plan(RuleGroup group) {
    return new ArrayList<>(leaves.keySet()).indexOf(Plan.of(group));
  }

  private void rule(PlannedRule planned) {
    try {
      if (planned.rule() instanceof Rule.Alerting alerting) {
        alerting(planned, alerting);
      } else if (planned.rule() instanceof Rule.Recording recording) {
        recording(planned, recording);
      }
    } catch (NotYet notYet) {
      String name = planned.group().name() + "/" + planned.rule().name();
      String message = String.valueOf(notYet.getMessage());
      refused.add(new Refused(name, planned.rule().origin(), message));
    }
  }

  private void recording(PlannedRule planned, Rule.Recording rule) throws NotYet {
    if (planned.limit() > 0) {
      throw new NotYet("a limit for records; put them into a group without one");
    }
    Labels labels = planned.group().labels().with(rule.labels());
    if (labels.get("sensor") != null) {
      throw new NotYet("a record that changes the label \"sensor\"");
    }
    Compiler compiler = new Compiler(leaves(planned.group()));
    Node.Vector expr;
    try {
      expr = vector(compiler, rule.expr());
    } catch (NotYet severalSensors) {
      recordOverGroups(planned, rule, labels);
      return;
    }
    List<Integer> used = compiler.used().stream().distinct().toList();
    Trigger.Expression expression = new Trigger.Expression(expr, null, used, null);
    records.add(
        new Recording(
            planned.id(),
            planned.group().name() + "/" + rule.name(),
            rule.expr().toString(),
            rule.name(),
            labels,
            plan(planned.group()),
            expression),
        plan(planned.group()));
  }

  /** Made where parts meet, like alerts over many sensors. */
  private void recordOverGroups(PlannedRule planned, Rule.Recording rule, Labels labels)
      throws NotYet {
    GroupRecord makes = new GroupRecord(rule.name(), labels, rule.expr(), leaves(planned.group()));
    Condition.Threshold of = new Condition.Threshold(rule.expr(), Optional.empty());
    Trigger.OverGroups trigger = overGroups(planned.group(), of, makes);
    rules.add(
        new AlertRule(
            planned.id(),
            planned.group().name() + "/" + rule.name(),
            rule.name(),
            1,
            rule.expr().toString(),
            Map.of(),
            Map.of(),
            new Timing(0, 0, 0, 0, Timing.Silence.ENDS),
            0,
            false,
            trigger,
            Fingerprint.of(rule.expr().toString(), labels.toString())));
    records.add(makes, plan(planned.group()));
  }

  private void alerting(PlannedRule planned, Rule.Alerting rule) throws NotYet {
    if (rule.condition() instanceof Condition.Threshold threshold) {
      threshold(planned, rule, threshold);
    } else if (rule.condition() instanceof Condition.Anomaly anomaly) {
      Settings learned =
          Settings.DEFAULTS
              .withMethod(Method.of(anomaly.method()))
              .withFalseAlarms(anomaly.falseAlarms());
      long keeps = rule.keepFiring().isZero() ? ANOMALY_KEEPS : rule.keepFiring().toMillis();
      Timing timing = timing(rule, rule.hold().toMillis(), keeps);
      String text = "anomaly of " + anomaly.series();
      watch(
          Leaves.selectorOf(filter(planned.group()).of(anomaly.series())),
          alert(planned, rule, text, timing, new Trigger.Learned(learned)));
    } else if (rule.condition() instanceof Condition.Reports reports) {
      reports(planned, rule, reports);
    } else if (rule.condition() instanceof Condition.Absence absence) {
      absence(planned, rule, absence);
    }
  }

  private void watch(SeriesSelector selector, AlertRule rule) {
    rules.add(rule);
    watchers.add(selector);
    byWatcher.add(rule);
  }

  private void threshold(PlannedRule planned, Rule.Alerting rule, Condition.Threshold of)
      throws NotYet {
    Timing timing = timing(rule, rule.hold().toMillis(), rule.keepFiring().toMillis());
    String text = of.expr().toString();
    Leaves own = new Leaves(records, plan(planned.group())).seenBy(filter(planned.group()));
    Trigger.Expression perReading;
    try {
      perReading = expression(of, new Compiler(own));
    } catch (NotYet severalSensors) {
      rules.add(alert(planned, rule, text, timing, overGroups(planned.group(), of, null)));
      return;
    }
    if (timing.holdFor() == 0
        && timing.keepFiringFor() == 0
        && own.recorded().isEmpty()
        && isOneReading(own.all())) {
      watch(
          own.all().get(0).selector(),
          alert(planned, rule, text, timing, new Trigger.AtReading(perReading)));
      return;
    }
    long interval = planned.group().interval().toMillis();
    Trigger.Expression expression = expression(of, new Compiler(leaves(planned.group())));
    rules.add(
        alert(
            planned,
            rule,
            text,
            timing,
            new Trigger.AtStep(plan(planned.group()), interval, expression)));
  }

  /** An expression that no sensor can answer alone. */
  private Trigger.OverGroups overGroups(
      RuleGroup group, Condition.Threshold of, @Nullable GroupRecord makes) throws NotYet {
    Leaves local = leaves(group);
    GroupCompiler places = new GroupCompiler(local);
    Trigger.Expression over = expression(of, new Compiler(local, places));
    int presence = places.leaves().size();
    return new Trigger.OverGroups(
        plan(group),
        group.interval().toMillis(),
        group.keepFor().orElse(RuleDefaults.STANDARD.keepFor()).toMillis(),
        Plan.of(group).late() == LatePolicy.AMEND,
        new Trigger.Expression(
            over.expr(),
            over.clear(),
            List.of(presence),
            over.threshold(),
            places.looksAtRecords()),
        places.inputs(),
        places.leaves(),
        makes);
  }

  private static boolean isOneReading(List<Leaf> leaves) {
    return leaves.size() == 1
        && leaves.get(0).function() == RangeFunction.INSTANT
        && leaves.get(0).offset() == 0;
  }

  private static Trigger.Expression expression(Condition.Threshold of, Compiler compiler)
      throws NotYet {
    Node.Vector expr = vector(compiler, of.expr());
    Node.Vector clear = of.clear().isPresent() ? vector(compiler, of.clear().get()) : null;
    Trigger.Threshold threshold = top(compiler, of.expr());
    return new Trigger.Expression(
        expr,
        clear,
        compiler.used().stream().distinct().toList(),
        threshold,
        compiler.looksAtRecords());
  }

  private static Node.Vector vector(Compiler compiler, Expr expr) throws NotYet {
    if (compiler.compile(expr) instanceof Node.Vector vector) {
      return vector;
    }
    throw new NotYet(expr + ": a number alone belongs to no sensor");
  }

  private static Trigger.@Nullable Threshold top(Compiler compiler, Expr expr) throws NotYet {
    return expr instanceof Expr.Binary binary && binary.op().isComparison() && !binary.bool()
        ? new Trigger.Threshold(
            binary.left().toString(), binary.op(), compiler.compile(binary.right()))
        : null;
  }

  private void reports(PlannedRule planned, Rule.Alerting rule, Condition.Reports of) {
    SourceFilter source = filter(planned.group());
    Predicate<Report> filter =
        report ->
            source.sees(report.labels())
                && report.severity().compareTo(of.minSeverity()) >= 0
                && (of.type().isEmpty() || of.type().get().equals(report.type()));
    long ends = of.within().isZero() ? rule.onNoData().toMillis() : of.within().toMillis();
    Timing timing = new Timing(0, 0, ends, ends, Timing.Silence.ENDS);
    Trigger trigger = new Trigger.Reports(filter, of.count(), of.within().toMillis());
    String text = "reports of " + of.type().orElse("any type");
    rules.add(alert(planned, rule, text, timing, trigger));
  }

  private void absence(PlannedRule planned, Rule.Alerting rule, Condition.Absence of) {
    long after = of.after().toMillis();
    long forget = of.forgetAfter().toMillis() - after;
    Timing timing = new Timing(0, 0, forget, forget, Timing.Silence.STALE);
    Trigger trigger =
        new Trigger.Absent(after, of.expectEvery().toMillis(), filter(planned.group()));
    rules.add(alert(planned, rule, "silence of a sensor", timing, trigger));
  }

  private Timing timing(Rule.Alerting rule, long hold, long keep) {
    return new Timing(
        hold,
        keep,
        rule.onNoData().toMillis(),
        settings.forgetAfter().toMillis(),
        Timing.Silence.UNKNOWN);
  }

  private AlertRule alert(
      PlannedRule planned, Rule.Alerting rule, String text, Timing timing, Trigger trigger) {
    Map<String, Text> labels = new LinkedHashMap<>();
    planned.group().labels().forEach((name, value) -> labels.put(name, (element, number) -> value));
    rule.labels().forEach((name, template) -> labels.put(name, text(template)));
    Map<String, Text> annotations = new LinkedHashMap<>();
    rule.annotations().forEach((name, template) -> annotations.put(name, text(template)));
    String name = planned.group().name() + "/" + rule.name();
    return new AlertRule(
        planned.id(),
        name,
        rule.name(),
        1,
        text,
        labels,
        annotations,
        timing,
        (int) planned.limit(),
        rule.shadow(),
        trigger,
        definition(planned, rule));
  }

  private static String definition(PlannedRule planned, Rule.Alerting rule) {
    return Fingerprint.of(
        rule.condition().toString(),
        rule.hold().toString(),
        rule.keepFiring().toString(),
        rule.onNoData().toString(),
        Long.toString(planned.limit()),
        Boolean.toString(rule.shadow()),
        rule.labels().toString(),
        rule.annotations().toString(),
        planned.group().interval().toString(),
        planned.group().labels() + planned.group().source().map(" of "::concat).orElse(""));
  }

  private static Text text(Template template) {
    return (labels, value) -> template.expand(new TemplateData(labels, value));
  }
}
