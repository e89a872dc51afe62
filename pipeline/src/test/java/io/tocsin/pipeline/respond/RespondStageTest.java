package io.tocsin.pipeline.respond;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.TestAlert;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.suppress.Decision;
import io.tocsin.pipeline.suppress.InhibitRule;
import io.tocsin.pipeline.suppress.Matcher;
import io.tocsin.pipeline.suppress.Reason;
import io.tocsin.pipeline.suppress.Span;
import io.tocsin.pipeline.suppress.TimeInterval;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One root route: group_wait 10 s, group_interval 1 min, repeat_interval 1 h; wall time in s. */
class RespondStageTest {
  private static final Route ROUTE =
      Route.to("people")
          .groupedBy("alertname")
          .timed(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1));
  private static final TestAlert ONE = TestAlert.of("Hot", "pump-1");
  private static final TestAlert TWO = TestAlert.of("Hot", "pump-2");

  private final ShardState state = States.inMemory();
  private final List<Reason> held = new ArrayList<>();
  private RespondStage stage = new RespondStage(new RespondSettings(ROUTE, Map.of()), state);

  @Test
  void aNewGroupWaitsForMore() {
    assertThat(at(0, ONE.firing(1))).isEmpty();
    assertThat(at(5, TWO.firing(2))).isEmpty();
    assertThat(at(9)).isEmpty();
    List<Notification> told = at(10);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).receiver()).isEqualTo("people");
    assertThat(told.get(0).groupLabels().asMap()).isEqualTo(Map.of("alertname", "Hot"));
    assertThat(told.get(0).alerts()).containsExactly(ONE.firing(1), TWO.firing(2));
    assertThat(told.get(0).createdAt()).isEqualTo(2);
  }

  @Test
  void changesOfAToldGroupWaitForItsInterval() {
    at(0, ONE.firing(1));
    at(10);
    assertThat(at(11, TWO.firing(2))).isEmpty();
    assertThat(at(69)).isEmpty();

    List<Notification> told = at(70);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).alerts()).as("the whole group").hasSize(2);
  }

  @Test
  void theEndIsToldAndThenTheGroupIsGone() {
    at(0, ONE.firing(1));
    at(10);
    at(20, ONE.resolved(1, 20));

    List<Notification> told = at(70);

    assertThat(told).hasSize(1);
    assertThat(told.get(0).firing()).isFalse();
    assertThat(at(100_000)).isEmpty();
    assertThat(at(100_001, ONE.firing(5))).as("a new group waits again").isEmpty();
    assertThat(at(100_011)).hasSize(1);
  }

  @Test
  void whatEndsBeforeItWasToldIsToldToNobody() {
    at(0, ONE.firing(1));
    at(5, ONE.resolved(1, 5));

    assertThat(at(100_000)).isEmpty();
  }

  @Test
  void anEndIsToldEvenIfTheAlertCameBackMeanwhile() {
    at(0, ONE.firing(1));
    at(10);
    at(20, ONE.resolved(1, 20));
    at(30, ONE.firing(30));

    assertThat(at(70)).as("told as firing, and it is: nothing to say").isEmpty();
    at(80, ONE.resolved(30, 80));
    assertThat(at(130)).hasSize(1);
  }

  @Test
  void anUnchangedGroupIsRepeatedWhileItFires() {
    at(0, ONE.firing(1));
    at(10);
    assertThat(at(3609)).isEmpty();

    // The first interval after the hour is over: intervals follow each other, 70 s and so on.
    List<Notification> told = at(3669);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).alerts()).containsExactly(ONE.firing(1));
  }

  @Test
  void silenceIsToldOnce() {
    at(0, ONE.firing(1));
    at(10);
    at(20, ONE.later(AlertStatus.UNKNOWN, 1, 1));

    assertThat(at(70)).hasSize(1);
    assertThat(at(200)).isEmpty();
  }

  @Test
  void anAmendedAlertIsShownButNotToldForItself() {
    at(0, ONE.firing(1));
    at(10);
    Alert amended = ONE.later(AlertStatus.AMENDED, 1, 1);
    at(20, amended);
    assertThat(at(70)).isEmpty();
    at(71, TWO.firing(2));

    assertThat(at(140).get(0).alerts()).contains(amended);
  }

  @Test
  void whatIsHeldBackIsNotTold() {
    stage.apply(
        List.of(new Decision.Decided(ONE.firing(1), null, Reason.SIMILAR_IN_LAST_MINUTE)), 0);

    assertThat(at(100_000)).isEmpty();
  }

  @Test
  void whoWasToldOfTheBeginningIsToldOfTheEndWhateverTheRoutesSay() {
    at(0, ONE.firing(1));
    at(10);
    Route changed =
        Route.to("others")
            .timed(Duration.ZERO, Duration.ofMinutes(1), Duration.ofHours(1))
            .with(Route.to("new").matching(Matcher.parse("alertname=\"Hot\"")));
    stage = reopened(changed);

    List<Notification> now = at(20, ONE.resolved(1, 20));
    List<Notification> later = at(70);

    assertThat(now).as("the new receiver heard of no beginning").isEmpty();
    assertThat(later).hasSize(1);
    assertThat(later.get(0).receiver()).isEqualTo("people");
    assertThat(later.get(0).firing()).isFalse();
  }

  @Test
  void peopleAreToldHowManyWereLeftOut() {
    stage =
        new RespondStage(
            new RespondSettings(ROUTE, Map.of("people", new Telling(false, 2))), States.inMemory());
    at(0, ONE.firing(1), TWO.firing(2), TestAlert.of("Hot", "pump-3").firing(3));

    Notification told = at(10).get(0);

    assertThat(told.alerts()).hasSize(2);
    assertThat(told.truncated()).isEqualTo(1);
  }

  @Test
  void systemsAreToldEveryChangeAtOnceAndNothingTwice() {
    stage =
        new RespondStage(
            new RespondSettings(ROUTE, Map.of("people", new Telling(true, 2))), States.inMemory());
    List<Notification> first =
        at(0, ONE.firing(1), TWO.firing(2), TestAlert.of("Hot", "pump-3").firing(3));
    List<Notification> second = at(20, ONE.resolved(1, 20));

    assertThat(first).extracting(n -> n.alerts().size()).containsExactly(1, 1, 1);
    assertThat(first).extracting(Notification::id).doesNotHaveDuplicates();
    assertThat(second).hasSize(1);
    assertThat(second.get(0).alerts()).containsExactly(ONE.resolved(1, 20));
    assertThat(at(100_000)).as("no repeats").isEmpty();
  }

  @Test
  void withoutAWaitTheFirstIsToldAtOnce() {
    stage =
        new RespondStage(
            new RespondSettings(
                Route.to("people").timed(Duration.ZERO, Duration.ofMinutes(1), Duration.ofHours(1)),
                Map.of()),
            States.inMemory());

    assertThat(at(0, ONE.firing(1), TWO.firing(2)))
        .hasSize(1)
        .allSatisfy(n -> assertThat(n.alerts()).containsExactly(ONE.firing(1)));
    assertThat(at(60)).hasSize(1);
  }

  @Test
  void whatAnotherAlertKeepsQuietIsToldWhenItOutlastsThat() {
    stage =
        new RespondStage(
            new RespondSettings(
                ROUTE,
                Map.of(),
                List.of(
                    new InhibitRule(
                        List.of(Matcher.parse("alertname=\"Outage\"")),
                        List.of(Matcher.parse("alertname=\"Hot\"")),
                        List.of("line")))),
            States.inMemory(),
            held::add);
    TestAlert outage = TestAlert.of("Outage", "line");
    at(0, outage.firing(1), ONE.firing(1), TWO.firing(1));
    assertThat(at(10)).extracting(n -> n.alerts().get(0).name()).containsExactly("Outage");
    at(11, TWO.resolved(1, 11));
    assertThat(at(69)).isEmpty();
    at(70, outage.resolved(1, 70));

    List<Notification> told = at(130);

    assertThat(told)
        .hasSize(2)
        .anySatisfy(n -> assertThat(n.alerts()).containsExactly(ONE.firing(1)));
    assertThat(held).containsExactly(Reason.INHIBITED, Reason.INHIBITED);
    assertThat(at(100_000).stream().flatMap(n -> n.alerts().stream()))
        .as("what ended in the quiet is told to nobody")
        .allMatch(alert -> alert.fingerprint().equals(ONE.fingerprint()));
  }

  @Test
  void whatWasToldBeforeIsNotKeptQuietAboutItsEnd() {
    stage =
        new RespondStage(
            new RespondSettings(
                ROUTE,
                Map.of(),
                List.of(
                    new InhibitRule(
                        List.of(Matcher.parse("alertname=\"Outage\"")),
                        List.of(Matcher.parse("alertname=\"Hot\"")),
                        List.of()))),
            States.inMemory());
    at(0, ONE.firing(1));
    at(10);
    at(20, TestAlert.of("Outage", "line").firing(20), ONE.resolved(1, 20));

    assertThat(at(70)).anySatisfy(n -> assertThat(n.alerts()).containsExactly(ONE.resolved(1, 20)));
  }

  @Test
  void mutedTimesHoldBeginningsAndTellEnds() {
    // Wall time begins at 1970-01-01T00:00:00Z.
    TimeInterval firstHour =
        new TimeInterval(
            List.of(Span.times("00:00", "01:00")),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            ZoneId.of("UTC"));
    stage =
        new RespondStage(
            new RespondSettings(
                ROUTE.with(
                    Route.to("night")
                        .matching(Matcher.parse("component=\"pump-1\""))
                        .mutedIn(firstHour),
                    Route.to("day")
                        .matching(Matcher.parse("component=\"pump-2\""))
                        .activeIn(firstHour)),
                Map.of()),
            States.inMemory(),
            held::add);
    at(0, ONE.firing(1), TWO.firing(1));
    assertThat(at(10)).extracting(Notification::receiver).containsExactly("day");
    assertThat(held).containsExactly(Reason.MUTED);

    at(3500, TWO.later(AlertStatus.UNKNOWN, 1, 1));
    List<Notification> after = at(3600 + 60);
    at(3700, TWO.resolved(1, 3700));
    List<Notification> end = at(3800);

    assertThat(after).extracting(Notification::receiver).containsExactlyInAnyOrder("night", "day");
    assertThat(end).hasSize(1).allMatch(n -> !n.firing());
  }

  private RespondStage reopened(Route route) {
    // Tables may be asked for once: the new stage works on the same bytes.
    ShardState copy = States.open(copyOf(state), io.tocsin.pipeline.state.CacheBudget.unbounded());
    return new RespondStage(new RespondSettings(route, Map.of()), copy);
  }

  private static io.tocsin.pipeline.state.StateStore copyOf(ShardState state) {
    io.tocsin.pipeline.state.StateStore store = States.inMemoryStore();
    io.tocsin.pipeline.state.Restorer restorer = States.restorer(store);
    state.drain().forEach(restorer::add);
    restorer.finish(new io.tocsin.pipeline.state.Position(0, 0, 0));
    return store;
  }

  private List<Notification> at(long second, Alert... alerts) {
    List<Decision> decisions =
        Arrays.stream(alerts)
            .map(a -> (Decision) new Decision.Decided(a, null, Reason.PASS))
            .toList();
    return stage.apply(decisions, second * 1000).stream()
        .filter(Response.Told.class::isInstance)
        .map(r -> ((Response.Told) r).notification())
        .toList();
  }
}
