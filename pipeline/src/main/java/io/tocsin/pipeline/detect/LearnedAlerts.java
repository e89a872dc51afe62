package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.anomaly.Grade;
import io.tocsin.pipeline.detect.AlertMachine.Seen;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of learned rules. A finding is evidence, an alert of severity info; when it persists,
 * or the sensor's metrics agree, that alert ends and one of the rule's severity takes its place, or
 * of the finding's if the rule names none.
 */
final class LearnedAlerts {
  private static final String SEVERITY = "severity";
  private static final String INFO = "info";

  private final Alerts alerts;
  private final Teller teller;
  private final AlertCounts counts;
  private final Degraded degraded;

  LearnedAlerts(Alerts alerts, Teller teller, AlertCounts counts, Degraded degraded) {
    this.alerts = alerts;
    this.teller = teller;
    this.counts = counts;
    this.degraded = degraded;
  }

  /**
   * What a detector says.
   *
   * @param found whether this is a new finding
   * @param still whether what was found before goes on
   */
  record Judged(
      boolean found, boolean still, Grade grade, @Nullable Expected expected, String why) {}

  /** Looks at the two alerts that an element may have, of which one is active at most. */
  void look(
      AlertRule rule, SensorId sensor, Labels element, Judged judged, Seen seen, long shardTime) {
    AlertKey firm = new AlertKey(rule.identity(), element);
    AlertKey evidence = new AlertKey(rule.identity(), element.with(SEVERITY, INFO));
    AlertState firmly = state(sensor, firm);
    AlertState perhaps = state(sensor, evidence);
    boolean confirmed = judged.found() && judged.grade() != Grade.EVIDENCE;
    if (confirmed || (firmly != null && (judged.found() || judged.still()))) {
      if (perhaps != null) {
        alerts.apply(rule, sensor, evidence, surpassed(perhaps, seen));
      }
      holds(rule, sensor, firm, firmly, judged, seen, shardTime);
    } else if (judged.found() || (perhaps != null && judged.still())) {
      end(rule, sensor, firm, firmly, seen);
      holds(rule, sensor, evidence, perhaps, judged, seen, shardTime);
    } else {
      end(rule, sensor, firm, firmly, seen);
      end(rule, sensor, evidence, perhaps, seen);
    }
  }

  private @Nullable AlertState state(SensorId sensor, AlertKey key) {
    SensorAlerts of = alerts.of(sensor);
    return of == null ? null : of.get(key);
  }

  private static Outcome surpassed(AlertState perhaps, Seen seen) {
    return perhaps instanceof AlertState.Active
        ? new Outcome(
            null, io.tocsin.pipeline.event.AlertStatus.RESOLVED, Reason.SURPASSED, seen.time())
        : Outcome.quiet(null, seen.time());
  }

  private void end(
      AlertRule rule, SensorId sensor, AlertKey key, @Nullable AlertState state, Seen seen) {
    if (state != null) {
      alerts.apply(rule, sensor, key, AlertMachine.ends(state, seen, rule.timing()));
    }
  }

  private void holds(
      AlertRule rule,
      SensorId sensor,
      AlertKey key,
      @Nullable AlertState state,
      Judged judged,
      Seen seen,
      long shardTime) {
    if (state == null && alerts.isFull(rule)) {
      counts.shed++;
      degraded.shed(rule, seen.time(), shardTime);
      return;
    }
    Outcome outcome =
        AlertMachine.holds(
            state,
            seen,
            rule.timing(),
            Long.MAX_VALUE,
            since -> fires(rule, key.labels(), judged, seen, since));
    alerts.apply(rule, sensor, key, outcome);
  }

  private Told fires(AlertRule rule, Labels element, Judged judged, Seen seen, long since) {
    Told told =
        teller.fires(
            rule, element, seen.value(), since, seen.time(), judged.expected(), judged.why());
    boolean evidence = element.getOrEmpty(SEVERITY).equals(INFO);
    if (!evidence && !told.labels().getOrEmpty(SEVERITY).isEmpty()) {
      return told;
    }
    return told.with(SEVERITY, evidence ? INFO : judged.grade().name().toLowerCase(Locale.ROOT));
  }
}
