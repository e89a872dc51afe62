package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.event.Partial;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.Stage;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import io.tocsin.pipeline.window.Statistic;
import io.tocsin.pipeline.window.WindowPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates rules that look at many sensors where the parts of all shards meet, when every shard
 * has come past the window: its time is what their marks say, so that a shard that lags keeps the
 * window open, and does not look like silence. Used by the lane's thread only, but for {@link
 * #stats}.
 */
public final class MergeStage implements Stage<MergeInput, DetectOutput> {
  private final Rules rules;
  private final AlertCounts counts = new AlertCounts();
  private final Teller teller;
  private final Alerts alerts;
  private final Degraded degraded;
  private final ExpressionRules expressions;
  private final Corrections corrections;
  private final WriterMarks marks;
  private final ShardWords words;
  private final Table<Merged.Key, Merged> windows;
  private final EveryStep everyStep;
  private final Predicate<String> own;
  private final Table<String, Long> shard;
  private final Timers<Merged.Key> due;
  private final Timers<Merged.Key> late;
  private final LongUnaryOperator summaries;
  private final List<Statistic> statistics;
  private final StepView view = new StepView();
  private long closed;
  private boolean started;
  private @Nullable RuleTrace trace;
  private volatile DetectStats stats;

  private MergeStage(
      Rules written,
      DetectSettings settings,
      WindowPlan plan,
      Set<String> writers,
      Predicate<String> own,
      ShardContext context) {
    this.own = own;
    rules = written.numbered(new Versions(context.state()));
    summaries = plan::summaryStart;
    statistics = plan.statistics();
    Duration past = settings.historicalAfter();
    teller = new Teller(past == null ? Long.MAX_VALUE : past.toMillis(), true);
    alerts = new Alerts(context.state(), rules, true, teller, counts);
    degraded = new Degraded(alerts, teller, context.id(), true);
    words = new ShardWords(context.state(), writers, rules, alerts, teller);
    expressions = new ExpressionRules(alerts, teller, counts, degraded);
    corrections = new Corrections(alerts, expressions, counts);
    marks = new WriterMarks(context.state(), writers);
    windows =
        context
            .state()
            .table(
                new TableSpec<>("merge.windows", Merged.VERSION, Merged.Key.CODEC, Merged.CODEC));
    everyStep = new EveryStep(context.state(), past == null);
    shard = context.state().table(new TableSpec<>("merge.shard", 1, Codecs.STRING, Codecs.LONG));
    due = context.state().timers("merge.due", Merged.Key.CODEC);
    late = context.state().timers("merge.late", Merged.Key.CODEC);
    Long stored = shard.get("closed");
    closed = stored == null ? WriterMarks.UNKNOWN : stored;
    stats = counts.snapshot();
  }

  /**
   * The stage of the one shard of the partials' topic.
   *
   * @param plan of the shards that write parts
   * @param writers all shards that write parts, as {@code topic-partition}
   */
  public static MergeStage of(
      Rules rules,
      DetectSettings settings,
      WindowPlan plan,
      Set<String> writers,
      ShardContext context) {
    return of(rules, settings, plan, writers, rule -> true, context);
  }

  /**
   * The stage of one shard of several.
   *
   * @param own whether the parts of a rule, by its identity, come to this shard
   */
  public static MergeStage of(
      Rules rules,
      DetectSettings settings,
      WindowPlan plan,
      Set<String> writers,
      Predicate<String> own,
      ShardContext context) {
    return new MergeStage(rules, settings, plan, writers, own, context);
  }

  /** What there is and what was counted up to the last batch. Any thread. */
  public DetectStats stats() {
    return stats;
  }

  /** Shows each look at the rule to a trace of it from now on. The lane's thread. */
  public void follow(RuleTrace of) {
    trace = of;
  }

  @Override
  public Batch<DetectOutput> apply(Batch<MergeInput> batch) {
    teller.begin(batch.now().wall());
    if (!started) {
      started = true;
      marks.open();
      alerts.removeOrphans(closed);
      words.open(batch.now().wall());
    }
    for (MergeInput input : batch.items()) {
      if (input instanceof MergeInput.Part part) {
        take(part.partial());
      } else if (input instanceof MergeInput.Word word) {
        words.take(word.alert());
      } else if (input instanceof MergeInput.Upto upto) {
        mark(upto.mark());
      }
    }
    stats = counts.snapshot();
    return batch.with(teller.told());
  }

  private void take(Partial partial) {
    Trigger.OverGroups over = over(partial.rule());
    if (over == null || partial.input() >= over.inputs().size()) {
      return;
    }
    boolean comesLate = partial.time() <= closed;
    if (comesLate && partial.time() <= closed - over.keepFor()) {
      counts.tooLate++;
      return;
    }
    Merged.Key key = new Merged.Key(partial.time(), partial.rule());
    Cell<Merged> cell = windows.cell(key);
    Merged window = cell.get();
    if (window == null) {
      window = new Merged();
      cell.set(window);
      due.set(key, comesLate ? expiry(key, over) : key.time());
    }
    if (window.put(partial)) {
      cell.changed();
      if (comesLate) {
        late.set(key, key.time());
      }
    }
  }

  private void mark(Mark mark) {
    if (!marks.take(mark)) {
      return;
    }
    long least = marks.least();
    corrections.begin();
    late.fire(Long.MAX_VALUE, (key, at) -> look(key, true));
    if (least > closed) {
      closed = least;
      shard.put("closed", closed);
      if (closed != Mark.END) {
        rules.all().forEach(this::awaitSteps);
      }
      due.fire(closed, this::due);
      if (closed != Mark.END) {
        alerts.silence(closed);
      }
      if (trace != null) {
        trace.reached(closed, alerts.words(everyone(trace.rule()), trace.identity()));
      }
    }
  }

  /** Sees to it that a rule that may be about silence is looked at where there is some. */
  private void awaitSteps(AlertRule rule) {
    if (rule.trigger() instanceof Trigger.OverGroups over
        && over.atEveryStep()
        && own.test(rule.identity())) {
      everyStep.upTo(
          rule,
          over,
          closed,
          key -> {
            Cell<Merged> cell = windows.cell(key);
            if (cell.get() == null) {
              cell.set(new Merged());
              due.set(key, key.time());
            }
          });
    }
  }

  private void due(Merged.Key key, long at) {
    Trigger.OverGroups over = over(key.rule());
    if (over == null || at > key.time()) {
      windows.remove(key);
      late.clear(key);
      return;
    }
    look(key, false);
    due.set(key, expiry(key, over));
  }

  private static long expiry(Merged.Key key, Trigger.OverGroups over) {
    return key.time() + Math.max(1, over.keepFor());
  }

  private void look(Merged.Key key, boolean again) {
    Merged window = windows.get(key);
    AlertRule rule = rules.byIdentity(key.rule());
    if (window == null || rule == null || !(rule.trigger() instanceof Trigger.OverGroups over)) {
      return;
    }
    if (rule.identity().equals(Rules.SUMMARIES)) {
      long end = key.time() + 1;
      window.tell(
          summaries.applyAsLong(end),
          end,
          statistics,
          summary -> teller.add(new DetectOutput.Summarised(summary, false)));
      windows.cell(key).changed();
      return;
    }
    view.reset(key.time());
    window.fill(over, view);
    if (over.atEveryStep()) {
      everyStep.hold(rule, over, window, view);
      view.put(over.leaves().size(), "", Labels.NONE, 0);
      view.whole(true);
    }
    judge(rule, over, again);
    if (trace != null && trace.identity().equals(rule.identity())) {
      trace.looked(view, alerts.words(everyone(rule), rule.identity()));
    }
  }

  private void judge(AlertRule rule, Trigger.OverGroups over, boolean again) {
    SensorId all = everyone(rule);
    if (over.makes() != null) {
      record(rule, over, over.makes(), all, again);
    } else if (again) {
      corrections.reconsider(rule, over.asStep(), all, view);
    } else {
      long now = closed == Mark.END ? view.time() : closed;
      expressions.evaluate(rule, over.expression(), all, view, over.interval(), now);
    }
  }

  /** What a recording rule makes is told like a window's summary. */
  private void record(
      AlertRule rule, Trigger.OverGroups over, GroupRecord makes, SensorId all, boolean again) {
    counts.evaluations++;
    try {
      for (Sample sample : makes.of(over.expression().expr().at(view))) {
        Summary summary =
            new Summary(
                sample.labels().with("__name__", sample.name()),
                view.time() - over.interval(),
                view.time(),
                Map.of("last", sample.value()),
                again ? 1 : 0);
        teller.add(new DetectOutput.Summarised(summary, false));
      }
    } catch (RuleFailure failure) {
      counts.failures++;
      degraded.failed(rule.identity(), all, failure, view.time(), closed);
    }
  }

  /** Stands where a sensor would: a rule's alerts over groups are kept together. */
  private static SensorId everyone(AlertRule rule) {
    String name = "tocsin/groups/" + rule.identity();
    return new SensorId(name.substring(0, Math.min(name.length(), SensorId.MAX_LENGTH)));
  }

  private Trigger.@Nullable OverGroups over(String rule) {
    AlertRule of = rules.byIdentity(rule);
    return of != null && of.trigger() instanceof Trigger.OverGroups over ? over : null;
  }
}
