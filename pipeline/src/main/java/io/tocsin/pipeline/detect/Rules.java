package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.rule.expr.Grouping;
import io.tocsin.pipeline.window.SeriesSelector;
import io.tocsin.pipeline.window.Statistic;
import io.tocsin.pipeline.window.StepPlan;
import io.tocsin.pipeline.window.WindowPlan;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are compiled and ready to run. Made by {@link RuleCompiler}; immutable, one instance
 * serves all shards.
 */
public final class Rules {
  /** No rules at all. */
  public static final Rules NONE = new Rules(List.of(), List.of(), List.of(), List.of());

  static final String SUMMARIES = "tocsin/Summaries";

  private final List<AlertRule> all;
  private final Map<String, AlertRule> byIdentity = new HashMap<>();
  private final List<StepPlan> steps;
  private final List<List<AlertRule>> byPlan = new ArrayList<>();
  private final List<SeriesSelector> watchers;
  private final List<AlertRule> byWatcher;
  private final List<Recording> recordings;
  private final List<List<RecordedLeaf>> recordedLeaves;
  private final List<AlertRule> overReports;
  private final List<AlertRule> overSilence;
  private @Nullable AlertRule summaries;

  /**
   * @param watchers for each rule over readings, which series it looks at
   * @param byWatcher these rules
   */
  Rules(
      List<AlertRule> all,
      List<StepPlan> steps,
      List<SeriesSelector> watchers,
      List<AlertRule> byWatcher) {
    this(all, steps, watchers, byWatcher, List.of(), List.of());
  }

  /**
   * @param recordings in the order in which they are evaluated
   * @param recordedLeaves for each plan, the leaves that they fill
   */
  Rules(
      List<AlertRule> all,
      List<StepPlan> steps,
      List<SeriesSelector> watchers,
      List<AlertRule> byWatcher,
      List<Recording> recordings,
      List<List<RecordedLeaf>> recordedLeaves) {
    this.recordings = List.copyOf(recordings);
    this.recordedLeaves = List.copyOf(recordedLeaves);
    this.all = List.copyOf(all);
    this.steps = List.copyOf(steps);
    this.watchers = List.copyOf(watchers);
    this.byWatcher = List.copyOf(byWatcher);
    steps.forEach(step -> byPlan.add(new ArrayList<>()));
    byIdentity.put(Degraded.CLOCK.identity(), Degraded.CLOCK);
    byIdentity.put(Degraded.WRITTEN.identity(), Degraded.WRITTEN);
    for (AlertRule word : Degraded.WORDS) {
      AlertRule whole = Degraded.whole(word);
      byIdentity.put(word.identity(), word);
      byIdentity.put(whole.identity(), whole);
    }
    for (AlertRule rule : all) {
      byIdentity.put(rule.identity(), rule);
      if (rule.trigger() instanceof Trigger.AtStep at) {
        byPlan.get(at.plan()).add(rule);
      } else if (rule.trigger() instanceof Trigger.OverGroups over) {
        byPlan.get(over.plan()).add(rule);
      }
    }
    overSilence = all.stream().filter(r -> r.trigger() instanceof Trigger.Absent).toList();
    overReports = all.stream().filter(r -> r.trigger() instanceof Trigger.Reports).toList();
  }

  /**
   * What the window stage has to compute.
   *
   * @param summaryWidth width of the summaries' windows, milliseconds; 0 for none
   */
  public WindowPlan windowPlan(long summaryWidth, List<Statistic> statistics) {
    return windowPlan(summaryWidth, null, statistics);
  }

  /**
   * What the window stage has to compute.
   *
   * @param summaryWidth width of the summaries' windows, milliseconds; 0 for none
   * @param days the zone to whose days they are aligned instead, or null
   */
  public WindowPlan windowPlan(
      long summaryWidth, @Nullable ZoneId days, List<Statistic> statistics) {
    List<Long> silences = new ArrayList<>();
    for (AlertRule rule : overSilence) {
      if (rule.trigger() instanceof Trigger.Absent absent) {
        silences.add(absent.after());
      }
    }
    return new WindowPlan(
        summaryWidth, days, statistics, steps, watchers, silences, overGroups(), summaries != null);
  }

  /**
   * The same rules, and summaries of groups of series.
   *
   * @param by the labels of each kind of group
   * @param keepFor how long they may be amended
   */
  public Rules summedBy(List<List<String>> by, Duration keepFor) {
    Rules summed = new Rules(all, steps, watchers, byWatcher, recordings, recordedLeaves);
    if (!by.isEmpty()) {
      List<GroupInput> inputs = new ArrayList<>();
      for (List<String> labels : by) {
        List<String> names = new ArrayList<>(labels);
        names.add("__name__");
        inputs.add(
            new GroupInput("", view -> List.of(), List.of(), new Grouping(false, names), false));
      }
      Trigger.Expression none = new Trigger.Expression(view -> List.of(), null, List.of(), null);
      AlertRule gone = gone(SUMMARIES);
      summed.summaries =
          new AlertRule(
              SUMMARIES,
              SUMMARIES,
              SUMMARIES,
              1,
              "summaries by " + by,
              Map.of(),
              Map.of(),
              gone.timing(),
              0,
              false,
              new Trigger.OverGroups(
                  -1, 1, keepFor.toMillis(), true, none, inputs, List.of(), null),
              "summaries by " + by);
      summed.byIdentity.put(SUMMARIES, summed.summaries);
    }
    return summed;
  }

  /** Stands where a rule would: what series of many sensors sum up to. */
  @Nullable AlertRule summaries() {
    return summaries;
  }

  /** The same with each rule's version in a shard. */
  Rules numbered(Versions versions) {
    IdentityHashMap<AlertRule, AlertRule> numbered = new IdentityHashMap<>();
    all.forEach(rule -> numbered.put(rule, versions.number(rule)));
    Rules same =
        new Rules(
            all.stream().map(numbered::get).toList(),
            steps,
            watchers,
            byWatcher.stream().map(numbered::get).toList(),
            recordings,
            recordedLeaves);
    if (summaries != null) {
      same.summaries = summaries;
      same.byIdentity.put(SUMMARIES, summaries);
    }
    return same;
  }

  /** The recording rules of a plan, in their order. */
  List<Recording> recordings(int plan) {
    return recordings.stream().filter(rule -> rule.plan() == plan).toList();
  }

  /** Whether there are recording rules at all. */
  boolean records() {
    return !recordings.isEmpty();
  }

  List<Recording> recordings() {
    return recordings;
  }

  /** The leaves of a plan that recording rules fill. */
  List<RecordedLeaf> recordedLeaves(int plan) {
    return recordedLeaves.isEmpty() ? List.of() : recordedLeaves.get(plan);
  }

  List<StepPlan> steps() {
    return steps;
  }

  /** Stands for a rule that is no more. */
  static AlertRule gone(String identity) {
    return new AlertRule(
        identity,
        identity,
        identity,
        0,
        "",
        Map.of(),
        Map.of(),
        new Timing(0, 0, 0, 0, Timing.Silence.ENDS),
        0,
        false,
        new Trigger.Internal(),
        "");
  }

  /** Whether some rule looks at many sensors at once. */
  public boolean overGroups() {
    return summaries != null
        || all.stream().anyMatch(rule -> rule.trigger() instanceof Trigger.OverGroups);
  }

  /**
   * The rule if its alerts are kept there.
   *
   * @param merged where parts meet, or else where the sensors' data are
   */
  @Nullable AlertRule byIdentity(String identity, boolean merged) {
    AlertRule rule = byIdentity.get(identity);
    boolean here =
        rule != null
            && (rule.trigger() instanceof Trigger.Internal
                || rule.trigger() instanceof Trigger.Word
                || rule.trigger() instanceof Trigger.OverGroups == merged);
    return here ? rule : null;
  }

  /** How many rules there are. */
  public int size() {
    return all.size();
  }

  List<AlertRule> all() {
    return all;
  }

  @Nullable AlertRule byIdentity(String identity) {
    return byIdentity.get(identity);
  }

  List<AlertRule> atPlan(int plan) {
    return byPlan.get(plan);
  }

  AlertRule atWatcher(int watcher) {
    return byWatcher.get(watcher);
  }

  List<AlertRule> overSilence() {
    return overSilence;
  }

  List<AlertRule> overReports() {
    return overReports;
  }
}
