package io.tocsin.pipeline.detect;

import static io.tocsin.pipeline.detect.DetectShard.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Rejection.Reason;
import io.tocsin.pipeline.window.LatePolicy;
import io.tocsin.pipeline.window.WindowSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What users of other systems suffer from, each told as a timeline, with what prevents it. That
 * each timeline is another one without, {@link PainsMutationTest} shows.
 */
class PainsTest {
  private static final WindowSettings LIVE =
      WindowSettings.DEFAULTS.withLate(LatePolicy.SIDE, Duration.ZERO);
  private static final int DAY = 86_400;

  private static final String[] NO_RULES = {"groups: []"};
  private static final String[] SILENT = {
    "groups:",
    "- name: all",
    "  rules:",
    "  - alert: SensorSilent",
    "    absent: { expect_every: 30s, after: 2m, forget_after: 24h }",
    "    labels: { severity: warning }",
  };
  private static final String[] LEARNED = {
    "groups:",
    "- name: all",
    "  rules:",
    "  - alert: SensorSilent",
    "    absent: { forget_after: 24h }",
  };
  private static final String[] AVERAGE = {
    "groups:",
    "- name: all",
    "  interval: 10s",
    "  rules:",
    "  - alert: Low",
    "    expr: avg_over_time(m[10s]) < 5",
  };

  private static final String[] SILENT_OR_LOW = {
    "groups:",
    "- name: all",
    "  interval: 10s",
    "  rules:",
    "  - alert: SensorSilent",
    "    absent: { expect_every: 30s, after: 2m, forget_after: 24h }",
    "  - alert: Low",
    "    expr: avg_over_time(m[10s]) < 5",
  };

  private static final String[] AVERAGE_ASIDE = {
    "groups:",
    "- name: all",
    "  interval: 10s",
    "  late: side",
    "  rules:",
    "  - alert: Low",
    "    expr: avg_over_time(m[10s]) < 5",
  };

  private static DetectShard shard(WindowSettings settings, String... rules) {
    return DetectShard.of(settings, DetectSettings.DEFAULTS, rules);
  }

  @Test
  void theFinalWindowOfAStreamThatGoesQuietAppears() {
    assertThat(quiet(LIVE).summaries()).hasSize(1);
    assertThat(quiet(LIVE.finite(1)).summaries())
        .as("without the wall clock's help it never would")
        .isEmpty();
  }

  private static DetectShard quiet(WindowSettings settings) {
    DetectShard shard = shard(settings, NO_RULES);
    shard.take(reading("pump", "m", 100, 1), reading("pump", "m", 119, 2));
    return shard.caughtUp(Duration.ofSeconds(119 + 30));
  }

  @Test
  void oneQuietSensorHoldsBackNobody() {
    DetectShard shard = shard(LIVE, NO_RULES);
    shard.take(reading("quiet", "m", 10, 1));
    for (int t = 11; t < 80; t++) {
      shard.take(reading("busy", "m", t, 1));
    }
    assertThat(counts(shard)).containsExactlyInAnyOrder("quiet 1", "busy 49");
  }

  @Test
  void idlenessComesFromPositionsNotFromSilence() {
    DetectShard shard = lagging(Now.behind(300_000));
    assertThat(counts(shard)).as("what lay in the log all the time is whole").contains("pump 60");
    assertThat(shard.rejected).isEmpty();
    assertThat(lagging(new Now(300_000, 300_000)).rejected)
        .as("who takes a pause in reading for a pause of the sensor finds the rest late")
        .isNotEmpty();
  }

  /** Reads half a minute, nothing for five, and then what was in the log all the time. */
  private static DetectShard lagging(Now meanwhile) {
    DetectShard shard = shard(LIVE, NO_RULES);
    for (int t = 0; t < 30; t++) {
      shard.take(reading("pump", "m", t, 1));
    }
    shard.batch(List.of(), meanwhile);
    for (int t = 30; t < 100; t++) {
      shard.take(reading("pump", "m", t, 1));
    }
    return shard;
  }

  @Test
  void aDeviceThatUploadsYesterdaysDataKeepsItsWindowsWhole() {
    assertThat(upload("uploader"))
        .hasSizeGreaterThan(10)
        .allMatch(line -> line.equals("uploader 60"));
    assertThat(upload("busy"))
        .as("with one watermark for both, all of it is late")
        .doesNotContain("busy 60");
  }

  /** Yesterday's hour in chunks, with pauses, while another sensor is live. */
  private static List<String> upload(String sensor) {
    DetectShard shard = shard(LIVE, NO_RULES);
    for (int now = 0; now < 600; now++) {
      shard.take(reading("busy", "m", DAY + now, 1));
      if (now % 50 == 40) {
        List<Arrival> chunk = new ArrayList<>();
        for (int t = 0; t < 120; t++) {
          chunk.add(reading(sensor, "m", Math.floorDiv(now, 50) * 120.0 + t, 1, DAY + now));
        }
        shard.take(chunk);
      }
    }
    return counts(shard, DAY * 1000L);
  }

  private static List<String> counts(DetectShard shard) {
    return counts(shard, Long.MAX_VALUE);
  }

  private static List<String> counts(DetectShard shard, long before) {
    return shard.summaries().stream()
        .filter(summary -> summary.end() <= before)
        .map(PainsTest::count)
        .toList();
  }

  private static String count(Summary summary) {
    return summary.labels().get("sensor")
        + " "
        + summary.stats().getOrDefault("count", 0.0).intValue();
  }

  @Test
  void aClockAYearAheadMakesNothingLate() {
    DetectShard shard = yearAhead(LIVE);
    assertThat(shard.rejected).extracting(r -> r.reason()).containsExactly(Reason.FUTURE);
    assertThat(shard.timeline()).containsExactly("SensorClockAhead bad FIRING condition 50");
    assertThat(counts(shard)).containsExactlyInAnyOrder("good 60", "bad 59");
    DetectShard without = yearAhead(unlimited());
    assertThat(without.rejected.stream().filter(r -> r.reason() == Reason.LATE).count())
        .as("believing the clock makes all that follows late")
        .isGreaterThan(10);
  }

  private static WindowSettings unlimited() {
    return new WindowSettings(
        LIVE.maxOutOfOrder(),
        LIVE.grace(),
        LIVE.idleAfter(),
        Duration.ofDays(400),
        LIVE.late(),
        LIVE.keepFor(),
        LIVE.forgetAfter(),
        true,
        1);
  }

  private static DetectShard yearAhead(WindowSettings settings) {
    DetectShard shard = shard(settings, NO_RULES);
    for (int t = 0; t < 75; t++) {
      shard.take(reading("good", "m", t, 1));
      shard.take(reading("bad", "m", t == 50 ? t + 365.0 * DAY : t, 1, t));
    }
    return shard;
  }

  @Test
  void lateRecordsDoNotVanish() {
    DetectShard shard = late(LIVE);
    assertThat(shard.rejected).hasSize(1);
    assertThat(shard.rejected.get(0).reason()).isEqualTo(Reason.LATE);
    assertThat(shard.rejected.get(0).message()).contains("m{sensor=\"pump\"} at 30000");
    assertThat(late(LIVE.withLate(LatePolicy.DROP, Duration.ZERO)).rejected)
        .as("only who asks for it loses them")
        .isEmpty();
  }

  private static DetectShard late(WindowSettings settings) {
    DetectShard shard = shard(settings, NO_RULES);
    return shard.take(reading("pump", "m", 100, 1), reading("pump", "m", 30, 2, 101));
  }

  @Test
  void anAlertThatLateDataRefuteIsWithdrawnAndOneTheyChangeIsAmended() {
    WindowSettings amends = LIVE.withLate(LatePolicy.AMEND, Duration.ofHours(1));
    DetectShard shard = shard(amends, AVERAGE);
    // At 20 s the average of the last ten seconds is 2, at 30 s it is 6.
    shard.take(reading("pump", "m", 15, 2), reading("pump", "m", 25, 6));
    shard.take(reading("pump", "m", 31, 6));
    assertThat(shard.timeline()).containsExactly("Low pump FIRING condition 20");
    shard.take(reading("pump", "m", 16, 20, 32), reading("pump", "m", 36, 6));
    shard.take(reading("pump", "m", 40, 6));
    assertThat(shard.timeline())
        .containsExactly("Low pump FIRING condition 20", "Low pump WITHDRAWN late_data 20");

    DetectShard other = shard(amends, AVERAGE);
    other.take(reading("pump", "m", 15, 2), reading("pump", "m", 25, 3));
    other.take(reading("pump", "m", 31, 3), reading("pump", "m", 16, 4, 32));
    other.take(reading("pump", "m", 36, 3), reading("pump", "m", 42, 3));
    assertThat(other.timeline())
        .containsExactly("Low pump FIRING condition 20", "Low pump AMENDED late_data 20");
    assertThat(other.alerts().get(1).explanation()).contains(" is 3, expected at least 5");

    DetectShard without = shard(LIVE, AVERAGE_ASIDE);
    without.take(reading("pump", "m", 15, 2), reading("pump", "m", 25, 6));
    without.take(reading("pump", "m", 31, 6), reading("pump", "m", 16, 20, 32));
    without.take(reading("pump", "m", 36, 6), reading("pump", "m", 41, 6));
    assertThat(without.timeline())
        .as("who does not amend is left with a wrong alert until its end")
        .containsExactly("Low pump FIRING condition 20", "Low pump RESOLVED condition_ended 30");
  }

  @Test
  void aDeadMansAlertComesForEachSensorAlsoForOneThatNeverReported() {
    DetectShard shard = shard(LIVE, SILENT).expect("never");
    shard.take(reading("a", "m", 0, 1), reading("b", "m", 0, 1), reading("c", "m", 0, 1));
    for (int t = 10; t < 400; t += 10) {
      shard.take(reading("a", "m", t, 1), reading("b", "m", t, 1));
      shard.caughtUp(Duration.ofSeconds(t));
      if (t == 60) {
        shard.restart();
      }
    }
    assertThat(shard.timeline())
        .containsExactly(
            "SensorSilent c FIRING condition 120", "SensorSilent never FIRING condition 130");
    shard.take(reading("c", "m", 400, 1)).caughtUp(Duration.ofSeconds(401));
    assertThat(shard.timeline()).last().isEqualTo("SensorSilent c RESOLVED condition_ended 400");
    for (int hour = 1; hour < 30; hour++) {
      shard.take(reading("a", "m", hour * 3600, 1), reading("b", "m", hour * 3600, 1));
      shard.take(reading("c", "m", hour * 3600, 1));
      shard.caughtUp(Duration.ofHours(hour));
    }
    assertThat(shard.timeline()).last().isEqualTo("SensorSilent never RESOLVED stale 86410");
    DetectShard without = DetectShard.of(LIVE.finite(1), DetectSettings.DEFAULTS, SILENT);
    without.take(reading("a", "m", 0, 1), reading("c", "m", 0, 1));
    for (int t = 10; t < 400; t += 10) {
      without.take(reading("a", "m", t, 1)).caughtUp(Duration.ofSeconds(t));
    }
    assertThat(without.timeline())
        .as("without a timer by the clock nobody hears of c, and nobody ever of who never reported")
        .isEmpty();
  }

  @Test
  void aSensorsOwnPaceSaysWhenItIsSilentIfTheRuleDoesNot() {
    DetectShard shard = shard(LIVE, LEARNED).expect("never");
    for (int t = 0; t <= 1_800; t++) {
      if (t % 5 == 0) {
        shard.take(reading("fast", "m", t, 1));
      }
      if (t % 60 == 0 && t <= 900) {
        shard.take(reading("slow", "m", t, 1));
      }
      shard.take(reading("other", "m", t, 1)).caughtUp(Duration.ofSeconds(t));
    }
    assertThat(shard.timeline())
        .containsExactly(
            "SensorSilent never FIRING condition 600", "SensorSilent slow FIRING condition 1080");
    assertThat(shard.alerts().get(0).labels().get("site")).isEqualTo("x");
    assertThat(shard.alerts().get(1).explanation())
        .isEqualTo("nothing from slow for 3m, expected something every 1m as it used to come");
  }

  @Test
  void timeInWhichNobodyCouldBeHeardIsNotSilence() {
    DetectShard shard = shard(LIVE, SILENT);
    List<String> sensors = List.of("a", "b");
    for (int t = 0; t < 60; t += 10) {
      for (String sensor : sensors) {
        shard.take(reading(sensor, "m", t, 1));
      }
      shard.caughtUp(Duration.ofSeconds(t));
    }
    // The broker, or we, were away for ten minutes; what was sent meanwhile comes a little later.
    shard.restart().caughtUp(Duration.ofMinutes(11));
    assertThat(shard.timeline()).as("we are back before the sensors are").isEmpty();
    shard.take(reading("a", "m", 660, 1)).caughtUp(Duration.ofSeconds(670));
    for (int t = 680; t < 900; t += 10) {
      shard.take(reading("a", "m", t, 1)).caughtUp(Duration.ofSeconds(t));
    }
    assertThat(shard.timeline())
        .as("who does not come back is told all the same")
        .containsExactly("SensorSilent b FIRING condition 170");
    DetectShard without = shard(LIVE, SILENT);
    without.take(reading("a", "m", 0, 1), reading("b", "m", 0, 1));
    for (int t = 0; t <= 660; t += 10) {
      without.caughtUp(Duration.ofSeconds(t));
    }
    assertThat(without.timeline()).as("had we listened, it would have been silence").hasSize(2);
  }

  @Test
  void whenManyFallSilentTogetherThereIsOneAlert() {
    DetectShard shard = outage(10);
    assertThat(shard.timeline()).containsExactly("SourceSilent tocsin FIRING condition 120");
    for (int s = 0; s < 9; s++) {
      shard.take(reading("s" + s, "m", 300 + s, 1));
    }
    shard.caughtUp(Duration.ofSeconds(310));
    assertThat(shard.timeline())
        .containsExactly(
            "SourceSilent tocsin FIRING condition 120",
            "SourceSilent tocsin RESOLVED condition_ended 310",
            "SensorSilent s9 FIRING condition 120");
    assertThat(outage(2).timeline())
        .as("two are too few to be told from each other's fault")
        .hasSize(2)
        .allMatch(line -> line.startsWith("SensorSilent"));
    assertThat(IntStream.range(0, 10).mapToObj(s -> outage(1)).mapToInt(s -> s.timeline().size()))
        .as("who looks at each sensor alone tells ten times")
        .containsOnly(1);
  }

  private static DetectShard outage(int sensors) {
    DetectShard shard = shard(LIVE, SILENT);
    IntStream.range(0, sensors).forEach(s -> shard.take(reading("s" + s, "m", 0, 1)));
    for (int t = 0; t < 290; t++) {
      shard.caughtUp(Duration.ofSeconds(t));
    }
    return shard;
  }

  @Test
  void whatIsStuckBeforeUsIsNotSilence() {
    DetectShard shard = shard(LIVE, SILENT);
    shard.take(reading("a", "m", 0, 1)).mark(10);
    shard.caughtUp(Duration.ofSeconds(500));
    assertThat(shard.timeline())
        .as("the writer has not come further than 10 s, which is one thing to tell")
        .containsExactly("UpstreamBehind tocsin FIRING condition 500");
    for (int t = 200; t < 502; t++) {
      shard.mark(t).caughtUp(Duration.ofSeconds(502));
    }
    assertThat(shard.timeline())
        .containsExactly(
            "UpstreamBehind tocsin FIRING condition 500",
            "SensorSilent a FIRING condition 120",
            "UpstreamBehind tocsin RESOLVED condition_ended 502");
  }

  @Test
  void nothingIsSilentWhileTheShardCatchesUp() {
    DetectShard shard = shard(LIVE, SILENT);
    shard.take(reading("a", "m", 0, 1));
    for (int t = 1; t < 3600; t++) {
      shard.wall(7200 + t).take(reading("b", "m", t, 1));
    }
    assertThat(shard.timeline()).isEmpty();
  }

  @Test
  void rulesSeeCompleteDataOnly() {
    assertThat(disorder(LIVE).timeline()).isEmpty();
    assertThat(disorder(LIVE.withMaxOutOfOrder(Duration.ZERO)).timeline())
        .as("without waiting for the disorder the average is of the wrong half")
        .isNotEmpty();
  }

  /** Of each ten seconds the low values come first, the high ones up to five seconds late. */
  private static DetectShard disorder(WindowSettings settings) {
    DetectShard shard = shard(settings, AVERAGE);
    for (int ten = 1; ten < 30; ten++) {
      double start = ten * 10.0;
      shard.take(reading("pump", "m", start + 1, 1), reading("pump", "m", start + 9, 1));
      shard.take(reading("pump", "m", start + 10.5, 9, start + 11));
      shard.take(reading("pump", "m", start + 5, 20, start + 11));
    }
    return shard;
  }

  @Test
  void theJumpFromOldDataToTodayRaisesNothing() {
    DetectShard shard =
        DetectShard.of(LIVE.finite(1), DetectSettings.DEFAULTS.finite(), SILENT_OR_LOW);
    for (int t = 0; t < 1000; t += 10) {
      shard.take(reading("a", "m", t, 1, 13.0 * 365 * DAY));
    }
    Duration today = Duration.ofDays(13 * 365);
    for (int t = 0; t < 300; t += 5) {
      shard.caughtUp(today.plusSeconds(t));
    }
    shard.end().caughtUp(today.plusSeconds(300));
    assertThat(shard.timeline())
        .as("what fires at the end of the data goes on, and nothing else is told")
        .containsExactly("Low a FIRING condition 0");
    assertThat(shard.summaries()).hasSize(17);
  }
}
