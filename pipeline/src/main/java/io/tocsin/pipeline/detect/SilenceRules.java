package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertMachine.Seen;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.window.WindowOutput;
import io.tocsin.pipeline.window.WindowPlan;

/** Rules about sensors from which nothing comes. */
final class SilenceRules {
  private final Rules rules;
  private final Alerts alerts;
  private final Teller teller;
  private final AlertCounts counts;
  private final Degraded degraded;

  SilenceRules(Rules rules, Alerts alerts, Teller teller, AlertCounts counts, Degraded degraded) {
    this.rules = rules;
    this.alerts = alerts;
    this.teller = teller;
    this.counts = counts;
    this.degraded = degraded;
  }

  void silent(WindowOutput.Silent silent, long shardTime) {
    for (AlertRule rule : rules.overSilence()) {
      if (rule.trigger() instanceof Trigger.Absent absent
          && absent.after() == silent.planned()
          && absent.of().sees(silent.labels())) {
        counts.evaluations++;
        tell(rule, absent, silent, shardTime);
      }
    }
  }

  private void tell(
      AlertRule rule, Trigger.Absent absent, WindowOutput.Silent silent, long shardTime) {
    long time = silent.since() + silent.after();
    if (alerts.isFull(rule)) {
      counts.shed++;
      degraded.shed(rule, time, shardTime);
      return;
    }
    String explanation =
        "nothing from "
            + silent.sensor()
            + " for "
            + Explanations.duration(silent.after())
            + ", expected something every "
            + Explanations.duration(
                absent.after() == WindowPlan.LEARNED ? silent.after() / 3 : absent.expectEvery())
            + (absent.after() == WindowPlan.LEARNED ? " as it used to come" : "");
    Seen seen = new Seen(time, shardTime, silent.after() / 1000.0, teller.past(time));
    AlertKey key = new AlertKey(rule.identity(), silent.labels());
    SensorAlerts known = alerts.of(silent.sensor());
    Outcome outcome =
        AlertMachine.holds(
            known == null ? null : known.get(key),
            seen,
            rule.timing(),
            Long.MAX_VALUE,
            since ->
                teller.fires(rule, silent.labels(), seen.value(), since, time, null, explanation));
    alerts.apply(rule, silent.sensor(), key, outcome);
  }

  void back(SensorId sensor, long time, long shardTime) {
    SensorAlerts known = alerts.of(sensor);
    if (known == null) {
      return;
    }
    for (AlertRule rule : rules.overSilence()) {
      for (AlertKey key : known.keys(rule.identity())) {
        AlertState state = known.get(key);
        if (state != null) {
          Seen seen = new Seen(time, shardTime, state.value(), teller.past(time));
          alerts.apply(rule, sensor, key, AlertMachine.ends(state, seen, rule.timing()));
        }
      }
    }
  }
}
