package io.tocsin.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.window.LatePolicy;
import io.tocsin.pipeline.window.WindowSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told does not depend on batches, restarts or eviction. */
class AlertingPropertyTest {
  private static final String[] RULES = {
    "groups:",
    "- name: all",
    "  interval: 15s",
    "  rules:",
    "  - alert: Spike",
    "    expr: a > 8",
    "  - alert: High",
    "    expr: avg_over_time(a[1m]) > 5",
    "    clear: avg_over_time(a[1m]) < 4",
    "    for: 30s",
    "    on_no_data: 1m",
    "  - alert: Apart",
    "    expr: abs(a - b) > 6",
    "    keep_firing_for: 45s",
    "  - alert: Climbs",
    "    expr: deriv(b[2m]) > 0.01 or rate(b[1m]) > 0.2",
    "    limit: 2",
    "  - alert: Odd",
    "    anomaly: { metric: '{__name__=~\"a|b\"}', method: auto, false_alarms: 1/100 }",
    "  - alert: Errors",
    "    report: { type: E, min_severity: LOW, count: 2, within: 1m }",
  };

  private final Random random = new Random(Long.getLong("tocsin.seed", 1L));

  @Test
  void nothingToldDependsOnBatchesRestartsOrEviction() {
    Rules rules = DetectShard.rules(RULES);
    int told = 0;
    for (int round = 0; round < 25; round++) {
      List<Input> stream = stream(4, 1500);
      LatePolicy policy = round % 2 == 0 ? LatePolicy.AMEND : LatePolicy.SIDE;
      DetectShard whole = shard(rules, policy).take(stream).end();
      DetectShard pieces = shard(rules, policy);
      for (int from = 0; from < stream.size(); ) {
        int to = Math.min(stream.size(), from + random.nextInt(120));
        pieces.take(stream.subList(from, to));
        switch (random.nextInt(8)) {
          case 0, 1 -> pieces.restart();
          case 2, 3, 4 -> pieces.commit();
          default -> {
            // Goes on with what is in memory.
          }
        }
        from = to;
      }
      pieces.end();
      assertThat(pieces.out).isEqualTo(whole.out);
      assertThat(whole.alerts().stream().map(alert -> alert.id()).distinct())
          .hasSameSizeAs(whole.alerts());
      told += whole.alerts().size();
    }
    assertThat(told).isGreaterThan(500);
  }

  private static DetectShard shard(Rules rules, LatePolicy policy) {
    WindowSettings settings =
        WindowSettings.DEFAULTS
            .finite(1)
            .withMaxOutOfOrder(Duration.ofSeconds(5))
            .withLate(policy, Duration.ofMinutes(10));
    return DetectShard.of(rules, settings, DetectSettings.DEFAULTS.finite());
  }

  private List<Input> stream(int sensors, int events) {
    double clock = 1000;
    double[] level = new double[sensors];
    List<Input> stream = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      int s = random.nextInt(sensors);
      clock += random.nextInt(300) == 0 ? 200 : random.nextDouble() * 2;
      double time = clock - (random.nextInt(5) == 0 ? random.nextDouble() * 7 : 0);
      if (random.nextInt(40) == 0) {
        level[s] = random.nextInt(8);
      }
      if (random.nextInt(20) == 0) {
        stream.add(DetectShard.report("s" + s, "E", Severity.HIGH, time));
      } else {
        String metric = random.nextBoolean() ? "a" : "b";
        double value = level[s] + random.nextGaussian();
        stream.add(DetectShard.reading("s" + s, metric, time, value, clock));
      }
    }
    return stream;
  }
}
