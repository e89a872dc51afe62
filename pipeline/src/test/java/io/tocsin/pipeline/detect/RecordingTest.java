package io.tocsin.pipeline.detect;

import static io.tocsin.pipeline.detect.DetectShard.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.window.WindowSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recording rules, sensor by sensor. */
class RecordingTest {
  private static final String RULES =
      """
      groups:
      - name: g
        interval: 10s
        rules:
        - { record: "load:ratio", expr: used / size, labels: { kind: disk } }
        - { record: "load:max", expr: 'max without (disk) (load:ratio)' }
        - { alert: Full, expr: 'load:max > 0.9', labels: { severity: page } }
        - { alert: OneFull, expr: 'load:ratio{disk="a"} > 0.5', for: 10s }
      """;

  private static DetectShard shard() {
    return DetectShard.of(WindowSettings.DEFAULTS, DetectSettings.DEFAULTS.finite(), RULES);
  }

  private static DetectShard feed(DetectShard shard, int from, int to, double used) {
    for (int t = from; t < to; t += 5) {
      shard.take(reading("s", "size", t, 100), reading("s", "used", t, used));
    }
    return shard;
  }

  @Test
  void aRecordIsSeenByLaterRulesAtTheSameStep() {
    DetectShard shard = feed(shard(), 0, 60, 50);
    feed(shard, 60, 120, 95);
    feed(shard, 120, 180, 20).end();

    assertThat(shard.timeline())
        .filteredOn(line -> line.startsWith("Full"))
        .containsExactly("Full s FIRING condition 60", "Full s RESOLVED condition_ended 120");
    assertThat(shard.alerts().get(0).labels().get("kind")).isEqualTo("disk");
    assertThat(shard.alerts()).extracting(a -> a.name()).doesNotContain("OneFull");
  }

  @Test
  void aRecordIsToldLikeASummary() {
    List<Summary> told =
        feed(shard(), 0, 40, 50).end().summaries().stream()
            .filter(summary -> summary.labels().getOrEmpty("__name__").equals("load:ratio"))
            .toList();

    assertThat(told).hasSizeGreaterThanOrEqualTo(4);
    assertThat(told.get(1).stats()).isEqualTo(Map.of("last", 0.5));
    assertThat(told.get(1).end()).isEqualTo(10_000);
    assertThat(told.get(1).labels().get("sensor")).isEqualTo("s");
  }

  @Test
  void aRecordSurvivesARestart() {
    DetectShard shard = feed(shard(), 0, 95, 95).restart();
    feed(shard, 95, 120, 20).end();
    assertThat(shard.timeline())
        .containsExactly("Full s FIRING condition 0", "Full s RESOLVED condition_ended 100");
  }

  @Test
  void whatWouldNeedAMemoryOfRecordsIsRefused() {
    assertThat(refused("- { alert: A, expr: 'avg_over_time(r[5m]) > 1' }")).contains("a range");
    assertThat(refused("- { alert: A, expr: 'r offset 1m > 1' }")).contains("an offset");
  }

  @Test
  void aRecordIsNotSeenByEarlierRulesOrOtherIntervals() {
    assertThat(
            DetectShard.compile(
                    "groups: [{ name: g, rules: [{ alert: A, expr: r > 1 }, { record: r, expr: x }] }]")
                .refused()
                .toString())
        .contains("is seen by later rules");
    assertThat(
            DetectShard.compile(
                    "groups: [{ name: g, rules: [{ record: r, expr: x }] },"
                        + " { name: h, interval: 7s, rules: [{ alert: A, expr: r > 1 }] }]")
                .refused()
                .toString())
        .contains("the same interval");
  }

  private static String refused(String rule) {
    return DetectShard.compile(
            "groups:", "- name: g", "  rules:", "  - { record: r, expr: x }", "  " + rule)
        .refused()
        .toString();
  }
}
