package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.Stage;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.window.WindowOutput;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates every rule where its data is, and tells how its alerts change. Used by the lane's
 * thread only, but for {@link #stats} and {@link #learning}.
 */
public final class DetectStage implements Stage<WindowOutput, DetectOutput> {
  private static final TableSpec<String, Long> SHARD =
      new TableSpec<>("detect.shard", 1, Codecs.STRING, Codecs.LONG);

  private final Rules rules;
  private final AlertCounts counts = new AlertCounts();
  private final Teller teller;
  private final Alerts alerts;
  private final Degraded degraded;
  private final ExpressionRules expressions;
  private final Corrections corrections;
  private final LearnedRules learned;
  private final ReportRules reports;
  private final SilenceRules silences;
  private final PartRules parts;
  private final Table<String, Long> shard;
  private final StepView step = new StepView();
  private final StepView reading = new StepView();
  private long shardTime;
  private boolean started;
  private @Nullable String refused;
  private volatile DetectStats stats;
  private volatile LearningStats learning = LearningStats.NONE;

  private DetectStage(Rules written, DetectSettings settings, ShardContext context) {
    rules = written.numbered(new Versions(context.state()));
    Duration past = settings.historicalAfter();
    teller = new Teller(past == null ? Long.MAX_VALUE : past.toMillis(), false);
    alerts = new Alerts(context.state(), rules, false, teller, counts);
    degraded = new Degraded(alerts, teller, context.id(), false);
    expressions = new ExpressionRules(alerts, teller, counts, degraded);
    corrections = new Corrections(alerts, expressions, counts);
    learned = new LearnedRules(context.state(), alerts, teller, counts, degraded);
    reports = new ReportRules(context.state(), alerts, teller, counts, degraded);
    silences = new SilenceRules(rules, alerts, teller, counts, degraded);
    String source = context.id().topic() + "-" + context.id().partition();
    parts = new PartRules(context.state(), rules, teller, counts, degraded, source);
    shard = context.state().table(SHARD);
    Long stored = shard.get("time");
    shardTime = stored == null ? Long.MIN_VALUE : stored;
    stats = counts.snapshot();
    learning = learned.learning().since(learning);
  }

  /** The detect stage of one shard. */
  public static DetectStage of(Rules rules, DetectSettings settings, ShardContext context) {
    return new DetectStage(rules, settings, context);
  }

  /** What there is and what was counted up to the last batch. Any thread. */
  public DetectStats stats() {
    return stats;
  }

  /** How far the detectors were with the last batch. Any thread. */
  public LearningStats learning() {
    return learning;
  }

  /**
   * Other rules are written and cannot be used: an alert says so while this is so. The lane's
   * thread, before a batch.
   *
   * @param problem null where there is none
   */
  public void refused(@Nullable String problem) {
    refused = problem;
  }

  /** The states of a rule's alerts of a sensor, see {@link Alerts#words}. The lane's thread. */
  Map<Labels, String> words(SensorId sensor, String rule) {
    return alerts.words(sensor, rule);
  }

  @Override
  public Batch<DetectOutput> apply(Batch<WindowOutput> batch) {
    teller.begin(batch.now().wall());
    learned.begin();
    if (!started) {
      started = true;
      alerts.removeOrphans(shardTime);
    }
    degraded.rulesRefused(refused, batch.now().wall(), shardTime);
    long before = shardTime;
    for (WindowOutput output : batch.items()) {
      take(output);
    }
    if (shardTime != before) {
      Cell<Long> cell = shard.cell("time");
      cell.set(shardTime);
    }
    stats = counts.snapshot();
    learning = learned.learning().since(learning);
    return batch.with(teller.told());
  }

  private void take(WindowOutput output) {
    if (output instanceof WindowOutput.Accepted accepted) {
      accepted(accepted);
    } else if (output instanceof WindowOutput.Step at) {
      step(at);
    } else if (output instanceof WindowOutput.Closed closed) {
      teller.add(new DetectOutput.Summarised(closed.summary(), closed.quiet()));
      parts.closed(closed, shardTime);
    } else if (output instanceof WindowOutput.Time time) {
      shardTime = time.time();
      alerts.silence(shardTime);
      parts.changed(shardTime);
    } else if (output instanceof WindowOutput.Settled settled) {
      parts.settled(settled.time());
    } else {
      aboutSensors(output);
    }
  }

  private void aboutSensors(WindowOutput output) {
    if (output instanceof WindowOutput.Skewed skewed) {
      degraded.clockAhead(skewed.sensor(), skewed.claimed(), skewed.appendTime(), shardTime);
    } else if (output instanceof WindowOutput.Silent silent) {
      silences.silent(silent, shardTime);
    } else if (output instanceof WindowOutput.Back back) {
      silences.back(back.sensor(), back.time(), shardTime);
    } else if (output instanceof WindowOutput.SourceSilent source) {
      degraded.sourceSilent(source.silent(), source.of(), source.time(), shardTime);
    } else if (output instanceof WindowOutput.Upstream upstream) {
      degraded.upstream(upstream.reached(), upstream.time(), shardTime);
    }
  }

  private void step(WindowOutput.Step at) {
    step.reset(at.time());
    step.fill(at.rows());
    if (rules.records()) {
      record(at);
    }
    for (AlertRule rule : rules.atPlan(at.plan())) {
      if (rule.trigger() instanceof Trigger.OverGroups over) {
        parts.step(rule, over, at.sensor(), step, shardTime);
      } else if (rule.trigger() instanceof Trigger.AtStep trigger && at.amended()) {
        corrections.reconsider(rule, trigger, at.sensor(), step);
      } else if (rule.trigger() instanceof Trigger.AtStep trigger) {
        expressions.evaluate(
            rule, trigger.expression(), at.sensor(), step, trigger.interval(), shardTime);
      }
    }
  }

  private void record(WindowOutput.Step at) {
    Recorder.record(
        rules,
        at.plan(),
        step,
        (rule, labels, value) -> teller.add(recorded(rule, labels, value, at)),
        (rule, failure) ->
            degraded.failed(rule.identity(), at.sensor(), failure, at.time(), shardTime));
  }

  /** What a recording rule makes is told like a window's summary. */
  private DetectOutput recorded(Recording rule, Labels labels, double value, WindowOutput.Step at) {
    Summary summary =
        new Summary(
            labels.with("__name__", rule.metric()),
            at.time() - rules.steps().get(at.plan()).interval(),
            at.time(),
            Map.of("last", value),
            at.amended() ? 1 : 0);
    return new DetectOutput.Summarised(summary, false);
  }

  private void accepted(WindowOutput.Accepted accepted) {
    if (accepted.event() instanceof Reading read) {
      boolean filled = false;
      for (int watcher : accepted.watchers()) {
        AlertRule rule = rules.atWatcher(watcher);
        if (rule.trigger() instanceof Trigger.AtReading trigger) {
          if (!filled) {
            reading.reset(read.time());
            reading.put(0, read.series(), accepted.labels(), read.value());
            filled = true;
          }
          expressions.evaluate(
              rule, trigger.expression(), read.sensor(), reading, Compiler.LOOKBACK, shardTime);
        } else if (rule.trigger() instanceof Trigger.Learned trigger) {
          learned.look(rule, trigger.settings(), read, accepted.labels(), shardTime);
        }
      }
    } else if (accepted.event() instanceof Report report) {
      for (AlertRule rule : rules.overReports()) {
        if (rule.trigger() instanceof Trigger.Reports trigger) {
          reports.look(rule, trigger, report, shardTime);
        }
      }
    }
  }
}
