package io.tocsin.pipeline.respond;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.correlate.CompositeRule;
import io.tocsin.pipeline.correlate.CompositeStage;
import io.tocsin.pipeline.correlate.CorrelateSettings;
import io.tocsin.pipeline.correlate.CorrelateStage;
import io.tocsin.pipeline.correlate.Correlation;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.event.IncidentStatus;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.TestAlert;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.suppress.InhibitRule;
import io.tocsin.pipeline.suppress.Matcher;
import io.tocsin.pipeline.suppress.SuppressSettings;
import io.tocsin.pipeline.suppress.SuppressStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The way from alert to notification, driven by random lives of alerts: however the input is cut
 * into batches, and wherever the state is written and read again, the output is the same; and who
 * was told of a beginning is told of its end.
 */
class RespondWayTest {
  private static final long SEED = Long.getLong("tocsin.seed", 1);
  private static final int EVENTS = 400;
  private static final long STEP = 700;
  private static final Duration MONTH = Duration.ofDays(30);

  private static final RespondSettings SETTINGS =
      new RespondSettings(
          Route.to("people")
              .groupedBy("alertname")
              .timed(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMinutes(3))
              .with(
                  Route.to("pager")
                      .matching(Matcher.parse("severity=\"critical\""))
                      .groupedBy("...")
                      .timed(Duration.ZERO, Duration.ofSeconds(20), Duration.ofMinutes(3))
                      .andContinue(),
                  Route.to("systems").matching(Matcher.parse("component=~\"c[0-3]\""))),
          Map.of("people", new Telling(false, 3), "systems", new Telling(true, 2)),
          List.of(
              new InhibitRule(
                  List.of(Matcher.parse("alertname=\"A0\"")),
                  List.of(Matcher.parse("alertname=\"A1\"")),
                  List.of("component"))));

  static LongStream seeds() {
    return new Random(SEED).longs(12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void batchesAndRestartsChangeNothing(long seed) {
    List<Alert> alerts = lives(new Random(seed));
    List<Response> whole = run(alerts, new Random(seed), 1, false);

    assertThat(whole).hasSizeGreaterThan(EVENTS / 2);
    assertThat(run(alerts, new Random(seed + 1), 5, false)).isEqualTo(whole);
    assertThat(run(alerts, new Random(seed + 2), 5, true)).isEqualTo(whole);
    assertThat(run(alerts, new Random(seed + 3), 1, true)).isEqualTo(whole);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoWasToldOfABeginningIsToldOfItsEndAndOfNothingElse(long seed) {
    List<Alert> alerts = lives(new Random(seed));
    endAll(alerts);
    Map<String, Set<String>> open = new LinkedHashMap<>();
    Set<String> ids = new HashSet<>();
    Set<String> truncated = new HashSet<>();

    for (Response response : run(alerts, new Random(seed), 4, true)) {
      if (response instanceof Response.Told told) {
        Notification message = told.notification();
        assertThat(ids.add(message.id())).as("ids are unique").isTrue();
        Set<String> active = open.computeIfAbsent(message.groupKey(), key -> new HashSet<>());
        if (message.truncated() > 0) {
          truncated.add(message.groupKey());
        }
        for (Alert alert : message.alerts()) {
          if (alert.status().active()) {
            active.add(alert.fingerprint());
          } else if (!truncated.contains(message.groupKey())) {
            assertThat(active.remove(alert.fingerprint()))
                .as("the end of what was told: %s", alert.id())
                .isTrue();
          }
        }
      }
    }
    open.keySet().removeAll(truncated);
    assertThat(open.values()).as("all ends are told").allMatch(Set::isEmpty);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyIncidentIsResolvedOnceAllItsMembersAre(long seed) {
    List<Alert> alerts = lives(new Random(seed));
    endAll(alerts);
    Map<String, Incident> last = new LinkedHashMap<>();
    for (Response response : run(alerts, new Random(seed), 4, true)) {
      if (response instanceof Response.Changed changed) {
        Incident incident = changed.incident();
        Incident before = last.put(incident.id(), incident);
        assertThat(incident.status() == IncidentStatus.RESOLVED)
            .isEqualTo(incident.active().isEmpty());
        assertThat(incident.active()).containsAll(incident.unknown());
        assertThat(incident.count()).isGreaterThanOrEqualTo(before == null ? 1 : before.count());
      }
    }
    assertThat(last.values()).allMatch(incident -> incident.status() == IncidentStatus.RESOLVED);
  }

  /**
   * Why respond waits for no marks: all that it does follows from alerts, whose ends detect tells
   * by its own time, or from the wall clock, which is in every batch. Were nothing to come for a
   * month, all that would be missing is that incidents which ended are forgotten.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void thePassingOfEventTimeAloneTellsNothingNew(long seed) {
    List<Alert> alerts = lives(new Random(seed));
    CompositeStage composites = new CompositeStage(composites(), States.inMemory());
    CorrelateStage correlate =
        new CorrelateStage(CorrelateSettings.DEFAULTS, States.inMemory(), dropped -> {});
    List<Alert> composed = composites.apply(alerts);
    assertThat(composites.made()).hasSizeGreaterThan(5);
    Set<String> resolved = new TreeSet<>();
    for (Correlation correlation : correlate.apply(composed)) {
      if (correlation instanceof Correlation.Joined joined && joined.incident() != null) {
        Incident incident = joined.incident();
        resolved.remove(incident.id());
        if (incident.status() == IncidentStatus.RESOLVED) {
          resolved.add(incident.id());
        }
      }
    }
    Alert stranger =
        TestAlert.of("Stranger", "elsewhere").firing(alerts.get(0).time() + MONTH.toMillis());
    assertThat(composites.apply(List.of(stranger))).containsExactly(stranger);
    Set<String> forgotten = new TreeSet<>();
    for (Correlation correlation : correlate.apply(List.of(stranger))) {
      if (correlation instanceof Correlation.Forgotten gone) {
        forgotten.add(gone.incident());
      } else if (correlation instanceof Correlation.Joined joined) {
        assertThat(joined.alert()).isEqualTo(stranger);
      }
    }
    assertThat(forgotten).isEqualTo(resolved);
  }

  private static List<CompositeRule> composites() {
    return Stream.of(CompositeRule.Kind.values())
        .map(
            kind ->
                new CompositeRule(
                    "g/" + kind,
                    "g/" + kind,
                    kind.name(),
                    kind,
                    List.of("A0", "A1"),
                    Duration.ofMinutes(1),
                    List.of("component"),
                    labels -> labels,
                    labels -> Map.of(),
                    0,
                    false))
        .toList();
  }

  /** Each alert has its own wall time; a batch never spans two of them. */
  private static List<Response> run(List<Alert> alerts, Random random, int most, boolean restarts) {
    StateStore store = States.inMemoryStore();
    Way way = new Way(store);
    List<Response> out = new ArrayList<>();
    int next = 0;
    while (next < alerts.size()) {
      int wall = next / 8;
      int end = Math.min((wall + 1) * 8, alerts.size());
      int size = Math.min(end - next, most == 1 ? 8 : 1 + random.nextInt(most));
      out.addAll(way.apply(alerts.subList(next, next + size), wall * 8L * STEP));
      next += size;
      if (restarts && random.nextInt(3) == 0) {
        way = way.restarted();
      }
    }
    for (int tick = 1; tick <= 100; tick++) {
      out.addAll(way.apply(List.of(), (alerts.size() + tick * 10L) * STEP));
    }
    return out;
  }

  private static List<Alert> lives(Random random) {
    Map<String, Long> starts = new LinkedHashMap<>();
    Map<String, Integer> revisions = new LinkedHashMap<>();
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      long time = 1_000_000 + i * STEP - random.nextInt(2000);
      TestAlert alert = pick(random);
      String print = alert.fingerprint();
      Long start = starts.get(print);
      if (start == null) {
        starts.put(print, time);
        revisions.put(print, 0);
        alerts.add(random.nextInt(10) == 0 ? alert.historical(time) : alert.firing(time));
        continue;
      }
      int revision = revisions.merge(print, 1, Integer::sum);
      switch (random.nextInt(5)) {
        case 0 -> alerts.add(alert.later(AlertStatus.UNKNOWN, start, revision));
        case 1 -> alerts.add(alert.later(AlertStatus.AMENDED, start, revision));
        case 2 -> alerts.add(alerts.get(random.nextInt(alerts.size())));
        default -> {
          alerts.add(alert.since(start).revised(revision).ended(Math.max(start, time)));
          starts.remove(print);
        }
      }
    }
    return alerts;
  }

  /** Ends whatever still lives, in the order it began. */
  private static void endAll(List<Alert> alerts) {
    Map<String, Alert> live = new LinkedHashMap<>();
    for (Alert alert : alerts) {
      live.merge(alert.fingerprint(), alert, RespondWayTest::later);
    }
    for (Alert alert : live.values()) {
      if (alert.status().active()) {
        alerts.add(
            new Alert(
                AlertStatus.RESOLVED,
                alert.labels(),
                alert.annotations(),
                alert.startsAt(),
                1_000_000 + alerts.size() * STEP,
                alert.fingerprint(),
                alert.value(),
                alert.expected(),
                alert.rule(),
                alert.ruleVersion(),
                alert.revision() + 1,
                "condition_ended",
                false,
                ""));
      }
    }
  }

  private static Alert later(Alert a, Alert b) {
    boolean isLater =
        b.startsAt() > a.startsAt()
            || (b.startsAt() == a.startsAt() && b.revision() > a.revision());
    return isLater ? b : a;
  }

  private static TestAlert pick(Random random) {
    return TestAlert.of("A" + random.nextInt(3), "c" + random.nextInt(6))
        .label("severity", random.nextInt(2) == 0 ? "critical" : "warning")
        .annotated("context.shift", Integer.toString(random.nextInt(2)));
  }

  /** The stages of a respond shard over one byte store. */
  private static final class Way {
    private final StateStore store;
    private final ShardState state;
    private final CorrelateStage correlate;
    private final SuppressStage suppress;
    private final RespondStage respond;

    Way(StateStore store) {
      this.store = store;
      state = States.open(store, CacheBudget.unbounded());
      correlate = new CorrelateStage(CorrelateSettings.DEFAULTS, state, dropped -> {});
      suppress = new SuppressStage(SuppressSettings.DEFAULTS, state, reason -> {});
      respond = new RespondStage(SETTINGS, state);
    }

    List<Response> apply(List<Alert> alerts, long wall) {
      List<Response> out = respond.apply(suppress.apply(correlate.apply(alerts)), wall);
      state.batchEnd();
      return out;
    }

    Way restarted() {
      state.drain();
      state.committed(new Position(0, 0, 0));
      return new Way(store);
    }
  }
}
