package io.tocsin.pipeline.detect;

import static io.tocsin.pipeline.detect.DetectShard.reading;
import static io.tocsin.pipeline.detect.DetectShard.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Severity;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertingTest {
  private static final String[] BEARING = {
    "groups:",
    "- name: line3",
    "  interval: 15s",
    "  labels: { team: ot }",
    "  rules:",
    "  - alert: BearingTempHigh",
    "    expr: avg_over_time(temp_c[1m]) > 90",
    "    clear: avg_over_time(temp_c[1m]) < 85",
    "    for: 30s",
    "    on_no_data: 5m",
    "    labels: { severity: critical }",
    "    annotations: { summary: '{{ $labels.sensor }} at {{ $value }} °C' }",
  };

  private static final String[] SPIKE = {
    "groups:",
    "- name: line3",
    "  rules:",
    "  - alert: TempSpike",
    "    expr: temp_c > 120",
    "    labels: { severity: critical }",
  };

  private static void feed(DetectShard shard, int from, int to, double value) {
    for (int t = from; t < to; t += 5) {
      shard.take(reading("pump-7", "temp_c", t, value));
    }
  }

  @Test
  void firesAfterItsForAndResolvesAtTheSecondThreshold() {
    DetectShard shard = DetectShard.live(BEARING);
    feed(shard, 0, 300, 80);
    feed(shard, 300, 600, 100);
    feed(shard, 600, 900, 87);
    assertThat(shard.timeline()).containsExactly("BearingTempHigh pump-7 FIRING condition 330");
    feed(shard, 900, 1200, 80);
    assertThat(shard.timeline())
        .containsExactly(
            "BearingTempHigh pump-7 FIRING condition 330",
            "BearingTempHigh pump-7 RESOLVED condition_ended 915");
    Alert alert = shard.alerts().get(0);
    assertThat(alert.labels().toMap())
        .containsEntry("alertname", "BearingTempHigh")
        .containsEntry("severity", "critical")
        .containsEntry("team", "ot")
        .containsEntry("sensor", "pump-7");
    assertThat(alert.expected()).isEqualTo(new Expected(Double.NEGATIVE_INFINITY, 90));
    assertThat(alert.annotations().get("summary")).startsWith("pump-7 at ");
    assertThat(alert.explanation())
        .contains("avg_over_time(temp_c[1m]) is ")
        .contains("at most 90")
        .contains("for 30s");
    assertThat(alert.rule()).isEqualTo("line3/BearingTempHigh");
    assertThat(shard.alerts().get(1).revision()).isEqualTo(1);
    assertThat(shard.alerts().get(1).startsAt()).isEqualTo(alert.startsAt());
  }

  @Test
  void aRuleWithoutRangeSeesEveryReading() {
    DetectShard shard = DetectShard.live(SPIKE);
    shard.take(reading("pump-7", "temp_c", 1, 119));
    shard.take(reading("pump-7", "temp_c", 1.5, 121));
    assertThat(shard.timeline()).containsExactly("TempSpike pump-7 FIRING condition 1.5");
    shard.take(reading("pump-7", "temp_c", 2, 130), reading("pump-8", "temp_c", 2, 1));
    shard.take(reading("pump-7", "temp_c", 3, 100));
    assertThat(shard.timeline())
        .containsExactly(
            "TempSpike pump-7 FIRING condition 1.5", "TempSpike pump-7 RESOLVED condition_ended 3");
  }

  @Test
  void aFiringAlertWhoseSeriesStopsIsUnknownOnceAndThenStale() {
    DetectShard shard = DetectShard.live(SPIKE);
    shard.take(reading("pump-7", "temp_c", 10, 121));
    for (int minute = 1; minute < 60 * 26; minute++) {
      shard.caughtUp(Duration.ofMinutes(minute));
      if (minute == 700) {
        shard.restart();
      }
    }
    assertThat(shard.timeline())
        .containsExactly(
            "TempSpike pump-7 FIRING condition 10",
            "TempSpike pump-7 UNKNOWN no_data 10",
            "TempSpike pump-7 RESOLVED stale 86410");
    assertThat(shard.alerts()).extracting(Alert::revision).containsExactly(0, 1, 2);
    assertThat(shard.stats().firing()).isZero();
  }

  @Test
  void dataThatReturnsMakesAnUnknownAlertFiringAgain() {
    DetectShard shard = DetectShard.live(SPIKE);
    shard.take(reading("pump-7", "temp_c", 10, 121));
    shard.caughtUp(Duration.ofMinutes(6));
    shard.take(reading("pump-7", "temp_c", 400, 122));
    shard.take(reading("pump-7", "temp_c", 401, 12));
    assertThat(shard.timeline())
        .containsExactly(
            "TempSpike pump-7 FIRING condition 10",
            "TempSpike pump-7 UNKNOWN no_data 10",
            "TempSpike pump-7 FIRING data_returned 10",
            "TempSpike pump-7 RESOLVED condition_ended 401");
  }

  @Test
  void removingARuleResolvesItsAlerts() {
    DetectShard shard = DetectShard.live(SPIKE);
    shard.take(reading("pump-7", "temp_c", 10, 121)).restart(BEARING).take();
    assertThat(shard.alerts()).hasSize(2);
    assertThat(shard.alerts().get(1).reason()).isEqualTo("rule_removed");
    assertThat(shard.alerts().get(1).fingerprint()).isEqualTo(shard.alerts().get(0).fingerprint());
  }

  @Test
  void whatBeganInTheShadowEndsThereWhenItsRuleIsRemoved() {
    DetectShard shard = DetectShard.live(with(SPIKE, "shadow: true"));
    shard.take(reading("pump-7", "temp_c", 10, 121)).restart(BEARING).take();

    assertThat(shard.timeline()).last().asString().contains("RESOLVED rule_removed");
    assertThat(shadows(shard)).containsExactly(true, true);
  }

  @Test
  void aRuleThatLeavesTheShadowEndsThereAndBeginsInTheLight() {
    DetectShard shard = DetectShard.live(with(SPIKE, "shadow: true"));
    shard.take(reading("pump-7", "temp_c", 10, 121)).change(SPIKE);
    shard.take(reading("pump-7", "temp_c", 20, 121)).restart(with(SPIKE, "shadow: true"));
    shard.take(reading("pump-7", "temp_c", 30, 121));

    assertThat(shard.alerts())
        .extracting(alert -> alert.status() + " " + alert.reason())
        .containsExactly(
            "FIRING condition",
            "RESOLVED rule_removed",
            "FIRING condition",
            "RESOLVED rule_removed",
            "FIRING condition");
    assertThat(shadows(shard)).containsExactly(true, true, false, false, true);
  }

  private static String[] with(String[] rules, String line) {
    return Stream.concat(Stream.of(rules), Stream.of("    " + line)).toArray(String[]::new);
  }

  private static List<Boolean> shadows(DetectShard shard) {
    return shard.out.stream()
        .filter(DetectOutput.Alerted.class::isInstance)
        .map(told -> ((DetectOutput.Alerted) told).shadow())
        .toList();
  }

  @Test
  void reportsAreCountedWithinATime() {
    DetectShard shard =
        DetectShard.live(
            "groups:",
            "- name: line3",
            "  rules:",
            "  - alert: DiskErrors",
            "    report: { type: DiskError, min_severity: HIGH, count: 3, within: 5m }",
            "    labels: { severity: critical }");
    shard.take(
        report("disk", "DiskError", Severity.HIGH, 10),
        report("disk", "DiskError", Severity.LOW, 11),
        report("disk", "Other", Severity.HIGH, 12),
        report("disk", "DiskError", Severity.HIGH, 20),
        report("disk", "DiskError", Severity.HIGH, 400),
        report("disk", "DiskError", Severity.CRITICAL, 410));
    assertThat(shard.timeline()).isEmpty();
    shard.take(report("disk", "DiskError", Severity.HIGH, 420));
    assertThat(shard.timeline()).containsExactly("DiskErrors disk FIRING condition 420");
    shard.caughtUp(Duration.ofSeconds(721));
    assertThat(shard.timeline()).last().isEqualTo("DiskErrors disk RESOLVED condition_ended 720");
  }

  @Test
  void beyondItsLimitARuleShedsNewAlertsKeepsOldOnesAndSaysSo() {
    DetectShard shard =
        DetectShard.live(
            "groups:",
            "- name: line3",
            "  rules:",
            "  - alert: TempSpike",
            "    expr: temp_c > 120",
            "    limit: 1");
    shard.take(
        reading("a", "temp_c", 1, 121),
        reading("b", "temp_c", 2, 121),
        reading("c", "temp_c", 3, 121),
        reading("a", "temp_c", 4, 12));
    assertThat(shard.timeline())
        .containsExactly(
            "TempSpike a FIRING condition 1",
            "RuleDegraded tocsin FIRING condition 2",
            "TempSpike a RESOLVED condition_ended 4");
    assertThat(shard.stats().shed()).isEqualTo(2);
  }

  @Test
  void aSensorWhoseClockIsAheadIsToldOfOnce() {
    DetectShard shard = DetectShard.live(SPIKE);
    for (int t = 0; t < 100; t++) {
      shard.take(
          reading("bad", "temp_c", t + 31_536_000.0, 200, t), reading("good", "temp_c", t, 20));
    }
    assertThat(shard.timeline()).containsExactly("SensorClockAhead bad FIRING condition 0");
    assertThat(shard.rejected).hasSize(100);
  }
}
