package io.tocsin.pipeline.correlate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.event.IncidentStatus;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.event.TestAlert;
import io.tocsin.pipeline.state.States;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelateStageTest {
  private static final long S = 1000;
  private static final TestAlert HOT = TestAlert.of("Hot", "pump-1");

  private final List<Duplicate> dropped = new ArrayList<>();
  private final CorrelateStage stage =
      new CorrelateStage(CorrelateSettings.DEFAULTS, States.inMemory(), dropped::add);

  @ParameterizedTest(name = "{6}")
  @CsvSource({
    "Hot, pump-1, '',  300, '',  true,  same component and type within five minutes",
    "Hot, pump-1, '',  301, '',  false, later than that: a new one",
    "Hot, pump-2, '',  150, '',  true,  same type elsewhere within two and a half minutes",
    "Hot, pump-2, '',  151, '',  false, later than that: a new one",
    "Dry, pump-2, '',   10, '',  false, nothing in common",
    "Dry, pump-2, a=1,  30, a=1 b=1 c=1, true, one equal entry within half a minute",
    "Dry, pump-2, a=1,  31, a=1 b=1 c=1, false, a third is not similar enough later",
    "Dry, pump-2, a=1 b=1 c=1 d=1, 9999, a=1 b=1 c=1, true, three of four are similar at any age",
    "Dry, pump-2, a=1 b=1 c=1, 9999, a=1 b=1 c=2, false, two of three are not",
    "Dry, pump-2, a=2,  30, a=1, false, same key with another value",
  })
  void secondAlertJoins(
      String name,
      String component,
      String context,
      long after,
      String first,
      boolean joins,
      String why) {
    Alert opening = withContext(HOT.label("n", "1"), first).firing(1000 * S);
    Alert second =
        withContext(TestAlert.of(name, component).label("n", "2"), context)
            .firing((1000 + after) * S);

    List<Correlation> out = stage.apply(List.of(opening, second));

    assertThat(incident(out, 0).id().equals(incident(out, 1).id())).as(why).isEqualTo(joins);
  }

  @Test
  void earlierJoinsAreTriedFirstAndTheFirstOpenedWins() {
    List<Correlation> out =
        stage.apply(
            List.of(
                TestAlert.of("Hot", "pump-2").firing(1000 * S),
                HOT.label("n", "1").annotated("context.a", "1").firing(1151 * S),
                TestAlert.of("Hot", "pump-3").firing(1160 * S),
                HOT.label("n", "2").firing(1290 * S)));

    assertThat(incident(out, 1).id()).isNotEqualTo(incident(out, 0).id());
    // Both are within 150 s by then, pump-3 took the time of the first one with it.
    assertThat(incident(out, 2).id()).isEqualTo(incident(out, 1).id());
    assertThat(incident(out, 3).id()).isEqualTo(incident(out, 1).id());
  }

  @Test
  void anIncidentHoldsWhatItsMembersTell() {
    List<Correlation> out =
        stage.apply(
            List.of(
                HOT.label("n", "1").annotated("context.shift", "night").firing(1000 * S),
                HOT.label("n", "2")
                    .label("severity", "critical")
                    .annotated("context.shift", "day")
                    .annotated("context.line", "3")
                    .firing(1010 * S)));

    Incident incident = incident(out, 1);
    assertThat(incident.component()).isEqualTo("pump-1");
    assertThat(incident.type()).isEqualTo("Hot");
    assertThat(incident.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(incident.firstSeen()).isEqualTo(1000 * S);
    assertThat(incident.lastUpdated()).isEqualTo(1010 * S);
    assertThat(incident.count()).isEqualTo(2);
    assertThat(incident.active()).hasSize(2);
    assertThat(incident.members()).hasSize(2);
    assertThat(incident.context()).isEqualTo(Map.of("shift", "night", "line", "3"));
    assertThat(incident.summary()).isEqualTo("Hot at 1010000");
    assertThat(incident.priority()).isCloseTo(100 * 0.7 * 2, within(1e-9));
  }

  @Test
  void remembersTheLastHundredMembersAndCountsAll() {
    List<Alert> storm = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      storm.add(HOT.label("n", Integer.toString(i)).firing((1000 + i) * S));
    }

    Incident last = incident(stage.apply(storm), 129);

    assertThat(last.count()).isEqualTo(130);
    assertThat(last.active()).hasSize(100);
    assertThat(last.members()).hasSize(100).startsWith(storm.get(30).id());
  }

  @Test
  void isResolvedWhenAllMembersAre() {
    TestAlert one = HOT.label("n", "1");
    TestAlert two = HOT.label("n", "2");
    List<Correlation> out =
        stage.apply(
            List.of(
                one.firing(1000 * S),
                two.firing(1001 * S),
                one.resolved(1000 * S, 1060 * S),
                two.later(AlertStatus.UNKNOWN, 1001 * S, 1),
                two.resolved(1001 * S, 1090 * S),
                HOT.label("n", "3").firing(1100 * S)));

    assertThat(incident(out, 2).status()).isEqualTo(IncidentStatus.OPEN);
    assertThat(incident(out, 2).active()).containsExactly(two.fingerprint());
    assertThat(incident(out, 3).status()).isEqualTo(IncidentStatus.OPEN);
    assertThat(incident(out, 3).unknown()).containsExactly(two.fingerprint());
    assertThat(incident(out, 4).status()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(incident(out, 4).active()).isEmpty();
    assertThat(incident(out, 4).lastUpdated()).isEqualTo(1090 * S);
    assertThat(incident(out, 5).id()).as("closed for good").isNotEqualTo(incident(out, 4).id());
  }

  @Test
  void aSilentMemberThatComesBackIsKnownAgainAndNotCountedTwice() {
    List<Correlation> out =
        stage.apply(
            List.of(
                HOT.firing(1000 * S),
                HOT.later(AlertStatus.UNKNOWN, 1000 * S, 1),
                HOT.later(AlertStatus.FIRING, 1000 * S, 2)));

    assertThat(incident(out, 1).unknown()).hasSize(1);
    assertThat(incident(out, 2).unknown()).isEmpty();
    assertThat(incident(out, 2).count()).isEqualTo(1);
  }

  @Test
  void withdrawnMembersCloseAnIncidentToo() {
    List<Correlation> out =
        stage.apply(List.of(HOT.firing(1000 * S), HOT.later(AlertStatus.WITHDRAWN, 1000 * S, 1)));

    assertThat(incident(out, 1).status()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void duplicatesAreDroppedAndCounted() {
    Alert first = HOT.firing(1000 * S);
    Alert again = HOT.firing(1200 * S);
    Alert different = HOT.annotated("summary", "worse").firing(1210 * S);

    List<Correlation> out =
        stage.apply(
            List.of(first, first, again, again, different, HOT.resolved(1210 * S, 1300 * S)));

    assertThat(dropped)
        .containsExactly(Duplicate.SAME_ID, Duplicate.SAME_CONTENT, Duplicate.SAME_ID);
    assertThat(out).hasSize(3);
    assertThat(incident(out, 1).count()).isEqualTo(2);
    assertThat(incident(out, 2).status()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void theEndOfSomethingNeverSeenBelongsToNoIncident() {
    List<Correlation> out = stage.apply(List.of(HOT.resolved(1000 * S, 1060 * S)));

    assertThat(out).hasSize(1);
    assertThat(((Correlation.Joined) out.get(0)).incident()).isNull();
  }

  @Test
  void resolvedIncidentsAreForgottenInTheirTime() {
    stage.apply(List.of(HOT.firing(1000 * S), HOT.resolved(1000 * S, 1060 * S)));
    long day = 24 * 3600 * S;

    List<Correlation> before =
        stage.apply(List.of(TestAlert.of("Dry", "x").firing(1060 * S + day - 1)));
    List<Correlation> after = stage.apply(List.of(TestAlert.of("Wet", "x").firing(1060 * S + day)));

    assertThat(before).noneMatch(Correlation.Forgotten.class::isInstance);
    assertThat(after.get(0)).isInstanceOf(Correlation.Forgotten.class);
  }

  @Test
  void joinsCanBeSwitchedOff() {
    CorrelateStage strict =
        new CorrelateStage(CorrelateSettings.sameComponentOnly(), States.inMemory(), dropped::add);

    List<Correlation> out =
        strict.apply(List.of(HOT.firing(1000 * S), TestAlert.of("Hot", "pump-2").firing(1001 * S)));

    assertThat(incident(out, 0).id()).isNotEqualTo(incident(out, 1).id());
  }

  private static Incident incident(List<Correlation> out, int index) {
    return requireNonNull(((Correlation.Joined) out.get(index)).incident());
  }

  private static TestAlert withContext(TestAlert alert, String context) {
    TestAlert result = alert;
    for (String entry : context.isEmpty() ? new String[0] : context.split(" ")) {
      int sign = entry.indexOf('=');
      result = result.annotated("context." + entry.substring(0, sign), entry.substring(sign + 1));
    }
    return result;
  }
}
