package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertState.Active;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All alerts of the shard: their states, how many there are of each rule, and silence's timers. */
final class Alerts {
  private final Table<SensorId, SensorAlerts> table;
  private final Timers<SensorId> timers;
  private final Rules rules;
  private final boolean merged;
  private final Teller teller;

  /** Derived from the table: not stored. */
  private final Map<String, Integer> active = new HashMap<>();

  private final AlertCounts counts;

  /** The sensor that was asked for last, and its place: its rules come one after another. */
  private @Nullable SensorId lastSensor;

  private @Nullable Cell<SensorAlerts> lastCell;

  /**
   * @param merged whether parts of many shards meet here
   */
  Alerts(ShardState state, Rules rules, boolean merged, Teller teller, AlertCounts counts) {
    table =
        state.table(
            new TableSpec<>(
                "detect.alerts", SensorAlerts.VERSION, Codecs.SENSOR_ID, SensorAlerts.CODEC));
    timers = state.timers("detect.silence", Codecs.SENSOR_ID);
    this.rules = rules;
    this.merged = merged;
    this.teller = teller;
    this.counts = counts;
    table.forEach(
        (sensor, alerts) -> {
          for (AlertKey key : alerts.keys()) {
            counted(key.rule(), null, alerts.get(key));
          }
        });
  }

  /** The sensor's alerts; null if there are none. */
  @Nullable SensorAlerts of(SensorId sensor) {
    return cell(sensor).get();
  }

  private Cell<SensorAlerts> cell(SensorId sensor) {
    Cell<SensorAlerts> cell = lastCell;
    if (cell == null || !sensor.equals(lastSensor) || !cell.valid()) {
      cell = table.cell(sensor);
      lastSensor = sensor;
      lastCell = cell;
    }
    return cell;
  }

  /** The states of a rule's alerts of a sensor that are not inactive, in words, by element. */
  Map<Labels, String> words(SensorId sensor, String rule) {
    SensorAlerts of = table.get(sensor);
    Map<Labels, String> words = new LinkedHashMap<>();
    if (of != null) {
      of.keys(rule).forEach(key -> words.put(key.labels(), Explanations.of(of.get(key))));
    }
    return words;
  }

  /** Whether the sensor has an alert of the rule that is not inactive. */
  boolean any(SensorId sensor, AlertRule rule) {
    SensorAlerts of = of(sensor);
    return of != null && of.any(rule.identity());
  }

  /** Whether one more alert of the rule would be too many. */
  boolean isFull(AlertRule rule) {
    return rule.limit() > 0 && active.getOrDefault(rule.identity(), 0) >= rule.limit();
  }

  /** Stores what an outcome says, tells it, and sets the timer it needs. */
  void apply(AlertRule rule, SensorId sensor, AlertKey key, Outcome outcome) {
    Cell<SensorAlerts> cell = cell(sensor);
    SensorAlerts alerts = cell.get();
    if (alerts == null) {
      if (outcome.next() == null) {
        return;
      }
      alerts = new SensorAlerts();
      cell.set(alerts);
    }
    AlertState before = alerts.get(key);
    teller.tell(rule, before, outcome);
    AlertState next = outcome.next();
    if (next != before) {
      alerts.put(key, next);
      counted(rule.identity(), before, next);
      if (next instanceof Active state) {
        arm(sensor, alerts, rule.timing().dueAfter(state));
      }
      cell.changed();
    }
    if (alerts.isEmpty()) {
      timers.clear(sensor);
      cell.remove();
    }
  }

  private void arm(SensorId sensor, SensorAlerts alerts, long due) {
    if (due < alerts.timerAt) {
      alerts.timerAt = due;
      timers.set(sensor, due);
    }
  }

  /** The shard's time has come to {@code now}: tells of silence. */
  void silence(long now) {
    if (timers.next() <= now) {
      timers.fire(now, (sensor, at) -> silent(sensor, now));
    }
  }

  private void silent(SensorId sensor, long now) {
    SensorAlerts alerts = table.get(sensor);
    if (alerts == null) {
      return;
    }
    alerts.timerAt = Long.MAX_VALUE;
    for (AlertKey key : alerts.keys()) {
      AlertRule rule = rules.byIdentity(key.rule(), merged);
      if (rule != null && alerts.get(key) instanceof Active state) {
        Outcome outcome = AlertMachine.silent(state, now, rule.timing());
        apply(rule, sensor, key, outcome);
        if (outcome.next() instanceof Active still) {
          arm(sensor, alerts, rule.timing().dueAfter(still));
        }
      }
    }
    if (!alerts.isEmpty()) {
      table.cell(sensor).changed();
    }
  }

  /**
   * Resolves the alerts of rules that are no more, and of rules that are told elsewhere now: an
   * alert ends where it began.
   */
  void removeOrphans(long now) {
    List<SensorId> sensors = new ArrayList<>();
    table.forEach(
        (sensor, alerts) -> {
          if (alerts.keys().stream().anyMatch(key -> orphan(key, alerts.get(key)))) {
            sensors.add(sensor);
          }
        });
    for (SensorId sensor : sensors) {
      SensorAlerts alerts = table.get(sensor);
      if (alerts != null) {
        for (AlertKey key : alerts.keys()) {
          AlertState of = alerts.get(key);
          if (orphan(key, of)) {
            Outcome gone =
                of instanceof Active state
                    ? new Outcome(
                        null,
                        io.tocsin.pipeline.event.AlertStatus.RESOLVED,
                        Reason.RULE_REMOVED,
                        Math.max(now, state.told().startsAt()))
                    : Outcome.quiet(null, now);
            apply(Rules.gone(key.rule()), sensor, key, gone);
          }
        }
      }
    }
  }

  private boolean orphan(AlertKey key, @Nullable AlertState state) {
    AlertRule rule = rules.byIdentity(key.rule(), merged);
    return rule == null
        || (state instanceof Active active && active.told().shadow() != rule.shadow());
  }

  private void counted(String rule, @Nullable AlertState before, @Nullable AlertState next) {
    if (before == null && next != null) {
      active.merge(rule, 1, Integer::sum);
    } else if (before != null && next == null) {
      active.merge(rule, -1, Integer::sum);
    }
    // What one shard says is counted once, where people are told of it.
    if (merged || !Degraded.WORD_IDENTITIES.contains(rule)) {
      counts.moved(before, next);
    }
  }
}
