package io.tocsin.pipeline.window;

import static io.tocsin.pipeline.window.WindowShard.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowStageTest {
  private static final WindowSettings SETTINGS =
      WindowSettings.DEFAULTS.withLate(LatePolicy.SIDE, Duration.ZERO);
  private static final WindowPlan MINUTES = WindowPlan.summaries(60_000);

  @Test
  void sumsUpAWindowOnceItsSensorsWatermarkHasPassed() {
    WindowShard shard = new WindowShard(SETTINGS, MINUTES);
    shard.take(at("pump", 0, 1), at("pump", 30, 2), at("pump", 59.999, 6), at("pump", 60, 100));
    shard.take(at("pump", 69.999, 100));
    assertThat(shard.summaries()).isEmpty();
    shard.take(at("pump", 70, 100));
    assertThat(shard.summaries()).hasSize(1);
    Summary summary = shard.summaries().get(0);
    assertThat(summary.start()).isZero();
    assertThat(summary.end()).isEqualTo(60_000);
    assertThat(summary.stats())
        .containsEntry("count", 3.0)
        .containsEntry("sum", 9.0)
        .containsEntry("mean", 3.0)
        .containsEntry("min", 1.0)
        .containsEntry("max", 6.0)
        .containsEntry("last", 6.0);
    assertThat(summary.stats().get("std")).isCloseTo(Math.sqrt(14.0 / 3), within(1e-12));
    assertThat(summary.labels().get("__name__")).isEqualTo("m");
    assertThat(summary.labels().get("sensor")).isEqualTo("pump");
  }

  @Test
  void countsOpenWindowsAcrossARestart() {
    WindowShard shard = new WindowShard(SETTINGS, MINUTES);
    shard.take(at("pump", 50, 1), at("pump", 51, 1), at("fan", 50, 1), at("pump", 61, 1));
    assertThat(shard.stats().openWindows()).isEqualTo(3);
    shard.restart();
    assertThat(shard.stats().openWindows()).isEqualTo(3);
    shard.take(at("pump", 75, 1));
    assertThat(shard.stats().openWindows()).isEqualTo(2);
    shard.end();
    assertThat(shard.stats().openWindows()).isZero();
  }

  @Test
  void countsSensorsAndSeriesAcrossARestart() {
    WindowShard shard = new WindowShard(SETTINGS, MINUTES);
    shard.take(at("pump", 50, 1), at("fan", 50, 1));
    shard.restart();
    assertThat(shard.stats().sensors()).isEqualTo(2);
    assertThat(shard.stats().series()).isEqualTo(2);
    shard.take(at("valve", 51, 1), at("pump", 52, 1)).restart();
    assertThat(shard.stats().sensors()).isEqualTo(3);
    assertThat(shard.stats().series()).isEqualTo(3);
  }

  @Test
  void acceptsDisorderUpToTheAllowedAndRefusesMore() {
    WindowShard shard = new WindowShard(SETTINGS, MINUTES);
    shard.take(at("pump", 50, 1), at("pump", 69, 1), at("pump", 59, 1));
    shard.take(at("pump", 71, 1), at("pump", 59.5, 1));
    assertThat(shard.summaries()).hasSize(1);
    assertThat(shard.summaries().get(0).stats()).containsEntry("count", 2.0);
    assertThat(shard.rejected).extracting(r -> r.reason()).containsExactly(Reason.LATE);
    assertThat(shard.stats().late()).isEqualTo(1);
  }

  @Test
  void theLastWindowOfAQuietStreamClosesByTheWallClock() {
    WindowShard shard = new WindowShard(SETTINGS, MINUTES);
    shard.take(at("pump", 50, 1));
    shard.caughtUp(Duration.ofMillis(79_999));
    assertThat(shard.summaries()).isEmpty();
    shard.caughtUp(Duration.ofSeconds(80));
    assertThat(shard.summaries()).hasSize(1);
    shard.caughtUp(Duration.ofHours(1));
    assertThat(shard.summaries()).hasSize(1);
  }

  @Test
  void anIdleSensorsWindowIsNotClosedBeforeItsEnd() {
    WindowShard shard = new WindowShard(SETTINGS, MINUTES);
    shard.take(at("pump", 1, 1));
    shard.caughtUp(Duration.ofSeconds(59));
    assertThat(shard.summaries()).isEmpty();
    shard.caughtUp(Duration.ofMinutes(1));
    assertThat(shard.summaries()).hasSize(1);
  }

  @Test
  void aReadingThatIsNoNumberIsRefused() {
    WindowShard shard = new WindowShard(SETTINGS, MINUTES);
    shard.take(at("pump", 1, Double.NaN), at("pump", 2, Double.POSITIVE_INFINITY));
    assertThat(shard.rejected)
        .extracting(r -> r.reason())
        .containsExactly(Reason.NOT_FINITE, Reason.NOT_FINITE);
    assertThat(shard.end().summaries()).isEmpty();
  }

  @Test
  void aStaleMarkerEndsASeriesUntilItsNextSample() {
    Leaf leaf = new Leaf("now", series -> true, RangeFunction.INSTANT, 300_000, 0, 0);
    WindowPlan plan =
        new WindowPlan(0, List.of(), List.of(new StepPlan(15_000, List.of(leaf))), List.of());
    WindowShard shard = new WindowShard(SETTINGS.finite(1), plan);
    shard.take(at("pump", 0, 1), at("pump", 14, 2));
    shard.take(at("pump", 20, Double.longBitsToDouble(0x7ff0000000000002L)));
    shard.take(at("pump", 50, 3)).end();
    assertThat(shard.steps())
        .extracting(step -> step.time() / 1000 + " " + step.rows().get(0).values()[0])
        .containsExactly("0 1.0", "15 2.0", "60 3.0");
    assertThat(shard.of(WindowOutput.SeriesEnded.class)).hasSize(1);
    assertThat(shard.rejected).isEmpty();
  }

  @Test
  void aDayOfATimeZoneHas23Or24Or25Hours() {
    WindowPlan plan =
        new WindowPlan(
            86_400_000,
            ZoneId.of("Europe/Berlin"),
            Statistic.BASIC,
            List.of(),
            List.of(),
            List.of(),
            false,
            false);
    WindowShard shard = new WindowShard(SETTINGS.finite(1), plan);
    for (String day : List.of("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25")) {
      Instant midnight = LocalDate.parse(day).atStartOfDay(ZoneId.of("Europe/Berlin")).toInstant();
      for (int minute = 0; minute < 26 * 60; minute += 30) {
        Instant time = midnight.plusSeconds(minute * 60L);
        if (time.atZone(ZoneId.of("Europe/Berlin")).toLocalDate().toString().equals(day)) {
          shard.take(at("pump", (double) time.getEpochSecond(), 1));
        }
      }
      shard.restart();
    }
    shard.end();
    assertThat(shard.summaries())
        .extracting(
            s ->
                (s.end() - s.start()) / 3_600_000
                    + " h, "
                    + s.stats().getOrDefault("count", 0.0).intValue())
        .containsExactly("24 h, 48", "23 h, 46", "24 h, 48", "25 h, 50");
    assertThat(shard.summaries())
        .extracting(s -> Instant.ofEpochMilli(s.start()).toString())
        .containsExactly(
            "2026-03-27T23:00:00Z",
            "2026-03-28T23:00:00Z",
            "2026-10-23T22:00:00Z",
            "2026-10-24T22:00:00Z");
  }

  @Test
  void eachPlanHasALatePolicyOfItsOwn() {
    Leaf leaf = new Leaf("sum", series -> true, RangeFunction.SUM, 10_000, 0, 0);
    for (LatePolicy policy : LatePolicy.values()) {
      StepPlan step = new StepPlan(10_000, List.of(leaf), policy, 600_000);
      WindowPlan plan = new WindowPlan(0, List.of(), List.of(step), List.of());
      WindowShard shard = new WindowShard(WindowSettings.DEFAULTS, plan);
      shard.take(at("pump", 5, 1), at("pump", 300, 1), at("pump", 6, 2, 300));
      shard.take(at("pump", 303, 1), at("pump", 304, 1)).end();
      List<String> told =
          shard.steps().stream()
              .filter(s -> s.time() == 10_000)
              .map(s -> s.amended() + " " + s.rows().get(0).values()[0])
              .toList();
      assertThat(shard.stats().late()).isEqualTo(1);
      assertThat(shard.stats().aside()).isEqualTo(policy == LatePolicy.SIDE ? 1 : 0);
      assertThat(shard.stats().dropped()).isEqualTo(policy == LatePolicy.DROP ? 1 : 0);
      assertThat(shard.rejected).hasSize(policy == LatePolicy.SIDE ? 1 : 0);
      if (policy == LatePolicy.AMEND) {
        assertThat(told).as("keep_for reaches further than the range").hasSize(2);
        assertThat(told.get(1)).isEqualTo("true 3.0");
      } else {
        assertThat(told).containsExactly("false 1.0");
      }
    }
  }

  @Test
  void anEndMarkClosesEverythingOnce() {
    WindowShard shard = new WindowShard(SETTINGS.finite(1), MINUTES);
    shard.take(at("a", 1, 1), at("b", 100, 2), at("a", 61, 3)).end().end();
    assertThat(shard.summaries()).hasSize(3);
    assertThat(shard.of(WindowOutput.Ended.class)).hasSize(1);
  }

  @Test
  void aStepSeesBothEndsOfItsRange() {
    Leaf leaf = new Leaf("sum", series -> true, RangeFunction.SUM, 60_000, 0, 0);
    WindowPlan plan =
        new WindowPlan(0, List.of(), List.of(new StepPlan(15_000, List.of(leaf))), List.of());
    WindowShard shard = new WindowShard(SETTINGS, plan);
    for (int t = 0; t <= 135; t += 15) {
      shard.take(at("pump", t, 1));
    }
    assertThat(shard.steps()).extracting(step -> step.time()).startsWith(0L, 15_000L, 30_000L);
    assertThat(shard.steps())
        .extracting(step -> step.rows().get(0).values()[0])
        .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 5.0, 5.0, 5.0, 5.0);
  }

  @Test
  void stepsGoOnWhileTheRangeHoldsSamplesAndThenSkipTheGap() {
    Leaf leaf = new Leaf("sum", series -> true, RangeFunction.SUM, 60_000, 0, 0);
    WindowPlan plan =
        new WindowPlan(0, List.of(), List.of(new StepPlan(15_000, List.of(leaf))), List.of());
    WindowShard shard = new WindowShard(SETTINGS, plan);
    shard.take(at("pump", 5, 1), at("pump", 100_000, 2), at("pump", 100_020, 3));
    assertThat(shard.steps())
        .extracting(step -> step.time() / 1000)
        .containsExactly(15L, 30L, 45L, 60L, 100_005L);
  }
}
