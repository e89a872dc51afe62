package io.tocsin.deploy.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.connectors.kafka.KeyPartitions;
import io.tocsin.pipeline.detect.DetectOutput;
import io.tocsin.pipeline.detect.DetectStage;
import io.tocsin.pipeline.detect.RuleTrace;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.window.WindowOutput;
import io.tocsin.pipeline.window.WindowStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule did, or did not, fire for a sensor at a time: runs the sensor's shard over its events
 * once more, one by one, and notes what the rule saw last. For one thread.
 */
public final class Explanation {
  private final SensorId sensor;
  private final long at;
  private final int partitions;
  private final int partition;
  private final long wall;
  private final ShardId id;
  private final WindowStage window;
  private final DetectStage detect;
  private final RuleTrace trace;
  private final List<Alert> transitions = new ArrayList<>();
  private RuleTrace.@Nullable Look last;
  private List<String> state = List.of();
  private RuleTrace.@Nullable Look lastTrue;
  private long looks;
  private long events;
  private long lastEvent = Long.MIN_VALUE;

  /**
   * @param rule its identity, {@code group/alert} or the alert's name
   * @param at epoch milliseconds; what came to be known later does not count
   * @throws IllegalArgumentException if there is no such rule where sensors' data are
   */
  public Explanation(
      BacktestRules rules, String rule, SensorId sensor, long at, int partitions, long wall) {
    this.sensor = sensor;
    this.at = at;
    this.partitions = partitions;
    this.wall = wall;
    partition = place(sensor);
    trace =
        RuleTrace.of(rules.rules(), rule, sensor)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no rule \"" + rule + "\" works where the sensor's data are"));
    id = new ShardId("detect", "explain.events", partition);
    ShardContext context = new ShardContext(id, States.inMemory(), new Credit());
    window = WindowStage.of(rules.windows(), rules.plan(), context);
    detect = DetectStage.of(rules.rules(), rules.detect(), context);
  }

  private int place(SensorId of) {
    return KeyPartitions.of(of.value().getBytes(UTF_8), partitions);
  }

  /** One event, in the order of the input; those of other shards are passed over. */
  public void add(SensorEvent event) {
    if (place(event.sensor()) != partition) {
      return;
    }
    if (event.sensor().equals(sensor) && event.time() <= at) {
      events++;
      lastEvent = Math.max(lastEvent, event.time());
    }
    List<Input> one = List.of(new Arrival(event, wall, 0));
    Batch<Input> batch = Batch.of(id, Now.behind(wall), Records.NONE).with(one);
    Batch<WindowOutput> closed = window.apply(batch);
    Batch<DetectOutput> told = detect.apply(closed);
    for (WindowOutput output : closed.items()) {
      trace.look(output).filter(look -> look.time() <= at).ifPresent(this::note);
    }
    if (event.time() <= at && !trace.looksAtValues()) {
      state = detect.alertsOf(sensor, trace.identity());
    }
    for (DetectOutput output : told.items()) {
      if (output instanceof DetectOutput.Alerted alerted && isOurs(alerted.alert())) {
        transitions.add(alerted.alert());
      }
    }
  }

  private boolean isOurs(Alert alert) {
    return trace.identity().startsWith(alert.rule())
        && alert.labels().getOrEmpty("sensor").equals(sensor.value())
        && alert.time() <= at;
  }

  private void note(RuleTrace.Look look) {
    looks++;
    last = look;
    lastTrue = look.holds() ? look : lastTrue;
    state = detect.alertsOf(sensor, trace.identity());
  }

  /** The transitions of the rule's alerts of the sensor up to the time. */
  public List<Alert> transitions() {
    return List.copyOf(transitions);
  }

  /** What there is to say, line by line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("rule " + trace.describe());
    lines.add("sensor " + sensor + " at " + Instant.ofEpochMilli(at));
    if (events == 0) {
      lines.add("not fired: no event of this sensor came before then");
      return lines;
    }
    lines.add(events + " events of it came, the newest of " + Instant.ofEpochMilli(lastEvent));
    RuleTrace.Look seen = last;
    if (!trace.looksAtValues()) {
      lines.add(
          "the rule looks at reports, or at silence, which an input that ends does not prove");
    } else if (seen == null) {
      lines.add("not fired: none of its series is one that the rule looks at, or no step is over");
      return lines;
    } else {
      looked(seen, lines);
    }
    lines.add(state.isEmpty() ? "state: inactive" : "state: " + String.join("; ", state));
    for (Alert alert : transitions) {
      lines.add(told(alert));
    }
    return lines;
  }

  /** A transition, in words. */
  public static String told(Alert alert) {
    return "told: "
        + alert.name()
        + " "
        + alert.status()
        + " at "
        + Instant.ofEpochMilli(alert.time())
        + " ("
        + alert.reason()
        + "), "
        + alert.explanation();
  }

  @SuppressWarnings("ReferenceEquality") // the same look, not one that saw the same
  private void looked(RuleTrace.Look seen, List<String> lines) {
    lines.add("the rule looked " + looks + " times, last at " + Instant.ofEpochMilli(seen.time()));
    seen.lines().forEach(line -> lines.add("  " + line));
    if (lastTrue == null) {
      lines.add("its condition was never true");
    } else if (!lastTrue.equals(seen)) {
      lines.add("its condition was true last at " + Instant.ofEpochMilli(lastTrue.time()));
    }
  }
}
