package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.event.TestAlert;
import io.tocsin.pipeline.state.Golden;
import org.junit.jupiter.api.Test;

class CorrelateGoldenTest {
  private static final TestAlert HOT =
      TestAlert.of("Hot", "pump-1").annotated("context.shift", "night");

  @Test
  void incident() {
    IncidentState incident = new IncidentState("id", "pump-1", "Hot", 7, 1000);
    incident.severity = Severity.LOW;
    incident.add(HOT.firing(1000), 1000, 100);
    incident.touch(HOT.firing(2000), 2000, true);
    Golden.check("incident", IncidentCodec.VERSION, new IncidentCodec(), incident);
  }

  @Test
  void member() {
    Member member = new Member();
    member.incident = "id";
    member.status = AlertStatus.UNKNOWN;
    member.content = "c0ffee";
    member.saw(HOT.firing(1000));
    member.saw(HOT.later(AlertStatus.UNKNOWN, 1000, 3));
    member.saw(HOT.firing(2000));
    Golden.check("member", MemberCodec.VERSION, new MemberCodec(), member);
  }

  @Test
  void clock() {
    Clock clock = new Clock();
    clock.time = 1234;
    clock.opened = 56;
    Golden.check("correlate-clock", ClockCodec.VERSION, new ClockCodec(), clock);
  }

  @Test
  void limit() {
    LimitAlerts.Told told = new LimitAlerts.Told(1000, 500, 2, true);
    Golden.check("composite-limit", LimitAlerts.Told.VERSION, LimitAlerts.Told.CODEC, told);
  }

  @Test
  void composite() {
    CompositeState state = new CompositeState();
    state.startsAt = 2000;
    state.revision = 3;
    state.historical = true;
    state.labels = Labels.of("alertname", "Both", "site", "a");
    state.parts.put("c0ffee", new CompositeState.Part("Hot", 1000, true, false));
    state.parts.put("decaf", new CompositeState.Part("Wet", 2000, false, true));
    Golden.checkOld("composite", 1, CompositeState.CODEC, state);
    state.shadow = true;
    Golden.check("composite", CompositeState.VERSION, CompositeState.CODEC, state);
  }
}
