package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertState.Active;
import io.tocsin.pipeline.detect.AlertState.Firing;
import io.tocsin.pipeline.detect.AlertState.Unknown;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What late samples mean for alerts that were told. The condition of a step is evaluated again: an
 * alert for which it held at no step is withdrawn, one that was told with other values is amended.
 * What depends on a time of holding is only annotated.
 */
final class Corrections {
  private final Alerts alerts;
  private final ExpressionRules expressions;
  private final AlertCounts counts;

  /**
   * While the steps of one sensor are told again, one after the other: alerts whose condition held
   * at no step from their start up to this one.
   */
  private final Map<AlertKey, Long> refuted = new HashMap<>();

  private final Set<AlertKey> annotated = new HashSet<>();
  private @Nullable SensorId current;

  Corrections(Alerts alerts, ExpressionRules expressions, AlertCounts counts) {
    this.alerts = alerts;
    this.expressions = expressions;
    this.counts = counts;
  }

  /** Steps that were changed together begin. */
  void begin() {
    current = null;
    refuted.clear();
    annotated.clear();
  }

  void reconsider(AlertRule rule, Trigger.AtStep at, SensorId sensor, StepView view) {
    SensorAlerts known = alerts.of(sensor);
    if (known == null) {
      return;
    }
    if (!sensor.equals(current)) {
      current = sensor;
      refuted.clear();
      annotated.clear();
    }
    List<AlertKey> keys = known.keys(rule.identity());
    if (keys.isEmpty()) {
      return;
    }
    counts.evaluations++;
    Map<Labels, Sample> hits = new HashMap<>();
    at.expression().expr().at(view).forEach(hit -> hits.put(hit.labels(), hit));
    for (AlertKey key : keys) {
      if (known.get(key) instanceof Active state
          && view.time() >= state.told().startsAt()
          && view.time() <= lastHeld(state, at)) {
        Sample hit = hits.get(key.labels());
        if (hit == null) {
          missed(rule, at, sensor, key, state, view.time());
        } else {
          held(rule, at, sensor, key, state, view, hit);
        }
      }
    }
  }

  /** The last step at which the condition held, as far as is known. */
  private static long lastHeld(Active state, Trigger.AtStep at) {
    return state instanceof Firing firing && firing.endedAt() != AlertState.NEVER
        ? firing.endedAt() - at.interval()
        : state.dataTime();
  }

  private void missed(
      AlertRule rule, Trigger.AtStep at, SensorId sensor, AlertKey key, Active state, long time) {
    boolean first = time == state.told().startsAt();
    if (first || refuted.getOrDefault(key, Long.MIN_VALUE) == time - at.interval()) {
      refuted.put(key, time);
      if (time == lastHeld(state, at)) {
        refuted.remove(key);
        Outcome gone =
            new Outcome(null, AlertStatus.WITHDRAWN, Reason.LATE_DATA, state.told().startsAt());
        alerts.apply(rule, sensor, key, gone);
      }
    } else if (time <= state.told().startsAt() + rule.timing().holdFor()) {
      annotate(rule, sensor, key, state, state.told(), time);
    }
  }

  private void held(
      AlertRule rule,
      Trigger.AtStep at,
      SensorId sensor,
      AlertKey key,
      Active state,
      StepView view,
      Sample hit) {
    boolean wasRefuted = refuted.remove(key) != null;
    Told told = state.told();
    boolean firedHere = view.time() == told.startsAt() + rule.timing().holdFor();
    if (firedHere || wasRefuted) {
      Told now = expressions.fires(rule, at.expression(), view, hit, told.startsAt());
      if (wasRefuted
          || !now.explanation().equals(told.explanation())
          || !now.annotations().equals(told.annotations())) {
        annotate(rule, sensor, key, state, now, view.time());
      }
    }
  }

  /** Tells of an alert again, with what late samples have shown. */
  private void annotate(
      AlertRule rule, SensorId sensor, AlertKey key, Active state, Told now, long time) {
    if (!annotated.add(key)) {
      return;
    }
    Told told =
        new Told(
            state.told().labels(),
            now.annotations(),
            state.told().startsAt(),
            state.told().revision() + 1,
            state.told().historical(),
            state.told().shadow(),
            now.expected(),
            now.explanation());
    AlertState next =
        state instanceof Firing firing
            ? new Firing(
                told, firing.endedAt(), firing.dataTime(), firing.dataShard(), firing.value())
            : new Unknown(told, state.dataTime(), state.dataShard(), state.value());
    alerts.apply(rule, sensor, key, new Outcome(next, AlertStatus.AMENDED, Reason.LATE_DATA, time));
  }
}
