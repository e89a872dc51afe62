package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertState.Active;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Fingerprint;
import io.tocsin.pipeline.event.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what became of an alert into words, and collects it for the batch. */
final class Teller {
  private List<DetectOutput> out = new ArrayList<>();
  private long wall;
  private final long historicalAfter;
  private final boolean merged;

  /**
   * @param historicalAfter milliseconds, {@link Long#MAX_VALUE} where nothing is past
   * @param merged whether parts of many shards meet here
   */
  Teller(long historicalAfter, boolean merged) {
    this.historicalAfter = historicalAfter;
    this.merged = merged;
  }

  void begin(long wallTime) {
    out = new ArrayList<>();
    wall = wallTime;
  }

  List<DetectOutput> told() {
    return out;
  }

  void add(DetectOutput output) {
    out.add(output);
  }

  /** Whether an event time is so long ago that it pages nobody. */
  boolean past(long time) {
    return historicalAfter != Long.MAX_VALUE && time < wall - historicalAfter;
  }

  /** What is told of an alert that fires. */
  Told fires(
      AlertRule rule,
      Labels element,
      double value,
      long since,
      long now,
      @Nullable Expected expected,
      String explanation) {
    Labels labels = element;
    for (Map.Entry<String, Text> label : rule.labels().entrySet()) {
      labels = labels.with(label.getKey(), label.getValue().of(element, value));
    }
    labels = labels.with("alertname", rule.alert());
    Map<String, String> annotations = new LinkedHashMap<>();
    rule.annotations().forEach((name, text) -> annotations.put(name, text.of(element, value)));
    return new Told(labels, annotations, since, 0, past(now), rule.shadow(), expected, explanation);
  }

  /**
   * Tells what an outcome has to tell.
   *
   * @param before the state before it
   */
  void tell(AlertRule rule, @Nullable AlertState before, Outcome outcome) {
    AlertStatus status = outcome.status();
    if (status == null) {
      return;
    }
    Told told;
    double value;
    if (outcome.next() instanceof Active active) {
      told = active.told();
      value = active.value();
    } else if (before instanceof Active active) {
      told = active.told().next(active.told().historical());
      value = active.value();
    } else {
      throw new IllegalStateException(status + " of an alert that was never told");
    }
    long endsAt = status.active() ? Alert.OPEN : outcome.time();
    Alert alert =
        new Alert(
            status,
            told.labels(),
            told.annotations(),
            told.startsAt(),
            endsAt,
            Fingerprint.of(told.labels()),
            value,
            told.expected(),
            rule.name(),
            rule.version(),
            told.revision(),
            outcome.reason().word(),
            told.historical(),
            Explanations.of(rule, told, outcome, value));
    out.add(
        rule.trigger() instanceof Trigger.Word && !merged
            ? new DetectOutput.Noted(alert)
            : new DetectOutput.Alerted(alert, told.shadow()));
  }
}
