package io.tocsin.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.promql.Element;
import io.tocsin.pipeline.promql.EvaluationException;
import io.tocsin.pipeline.promql.Evaluator;
import io.tocsin.pipeline.promql.OracleExpressions;
import io.tocsin.pipeline.promql.OracleSeries;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.ExprParser;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.window.StepPlan;
import io.tocsin.pipeline.window.WindowOutput;
import io.tocsin.pipeline.window.WindowPlan;
import io.tocsin.pipeline.window.WindowSettings;
import io.tocsin.pipeline.window.WindowStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What is evaluated incrementally, sensor by sensor, equals the reference evaluation over all
 * samples, which is itself compared with Prometheus.
 */
class IncrementalMeaningTest {
  private static final long STEP = 30_000;
  private static final List<String> NAMES = List.of("__name__", "sensor");

  private final Map<Expr, Node.Vector> accepted = new LinkedHashMap<>();
  private final Map<String, List<WindowOutput.Row>> steps = new TreeMap<>();
  private final Evaluator reference = new Evaluator(OracleSeries.store());

  @Test
  void everyAcceptedExpressionMeansAtEveryStepWhatTheReferenceMeans() {
    Leaves leaves = new Leaves();
    List<String> refused = new ArrayList<>();
    for (String text : OracleExpressions.all()) {
      Expr expr = ExprParser.parse(text).orThrow();
      try {
        if (new Compiler(leaves).compile(expr) instanceof Node.Vector vector) {
          accepted.put(expr, vector);
        }
      } catch (NotYet notYet) {
        refused.add(notYet.getMessage());
      }
    }
    assertThat(accepted).hasSizeGreaterThan(150);
    assertThat(refused).allMatch(message -> message.startsWith("not yet: "));
    run(new WindowPlan(0, List.of(), List.of(new StepPlan(STEP, leaves.all())), List.of()));
    int compared = 0;
    List<String> differences = new ArrayList<>();
    for (Map.Entry<Expr, Node.Vector> entry : accepted.entrySet()) {
      if (isComparable(entry.getKey().toString())) {
        try {
          compared += compare(entry.getKey(), entry.getValue());
        } catch (AssertionError | RuntimeException difference) {
          differences.add(String.valueOf(difference.getMessage()));
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(10_000);
  }

  /** Readings that are no finite numbers are refused; quantiles have the sketch's error. */
  private static boolean isComparable(String text) {
    return !text.contains("odd") && !text.contains("quantile_over_time");
  }

  private void run(WindowPlan plan) {
    WindowSettings settings = WindowSettings.DEFAULTS.finite(1).withIdleAfter(Duration.ofDays(1));
    ShardContext shard = new ShardContext(DetectShard.ID, States.inMemory(), new Credit());
    WindowStage stage = WindowStage.of(settings, plan, shard);
    List<Input> input = new ArrayList<>();
    OracleSeries.all()
        .forEach(
            (labels, samples) -> {
              if (labels.get("sensor") != null) {
                Series series =
                    new Series(
                        new SensorId(labels.getOrEmpty("sensor")),
                        labels.getOrEmpty("__name__"),
                        labels.without(NAMES));
                samples.forEach(s -> input.add(arrival(new Reading(series, s.time(), s.value()))));
              }
            });
    input.sort(Comparator.comparingLong(i -> ((Arrival) i).event().time()));
    Batch<Input> batch = Batch.of(DetectShard.ID, Now.behind(0), Records.NONE).with(input);
    for (WindowOutput output : stage.apply(batch).items()) {
      if (output instanceof WindowOutput.Step step) {
        steps.put(step.sensor() + "@" + step.time(), step.rows());
      }
    }
  }

  private static Arrival arrival(Reading reading) {
    return new Arrival(reading, reading.time(), 0);
  }

  private int compare(Expr expr, Node.Vector node) {
    int compared = 0;
    StepView view = new StepView();
    long end = OracleSeries.START + OracleSeries.LENGTH - 60_000;
    for (long time = OracleSeries.START / STEP * STEP + STEP; time < end; time += STEP) {
      List<Element> all;
      try {
        all = reference.elementsAt(expr, time);
      } catch (EvaluationException e) {
        continue;
      }
      for (int sensor = 1; sensor <= 4; sensor++) {
        String name = "s" + sensor;
        view.reset(time);
        view.fill(steps.getOrDefault(name + "@" + time, List.of()));
        Map<Labels, Double> expected = new LinkedHashMap<>();
        for (Element element : all) {
          if (element.labels().getOrEmpty("sensor").equals(name)) {
            expected.put(element.labels(), element.value());
          }
        }
        same(expr + " of " + name + " at " + time, expected, node.at(view));
        compared += expected.size();
      }
    }
    return compared;
  }

  private static void same(String what, Map<Labels, Double> expected, List<Sample> actual) {
    Map<Labels, Double> found = new LinkedHashMap<>();
    actual.forEach(s -> found.put(s.labels().with("__name__", s.name()), s.value()));
    assertThat(found.keySet()).as(what).isEqualTo(expected.keySet());
    expected.forEach(
        (labels, value) -> {
          double other = found.getOrDefault(labels, Double.NaN);
          boolean close =
              Double.compare(value, other) == 0
                  || value == other
                  || Math.abs(value - other) <= 1e-7 * Math.max(1, Math.abs(value));
          assertThat(close).as("%s: %s, but incrementally %s", what, value, other).isTrue();
        });
  }
}
