package io.tocsin.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.anomaly.Phase;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.flow.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Evidence, what is more than evidence, and how far the learning is. */
class LearnedRulesTest {
  private static final int STEP = 300;
  private static final int LEARNED = 1500;
  private static final String[] RULES = {
    "groups:",
    "- name: all",
    "  interval: 15s",
    "  rules:",
    "  - alert: Odd",
    "    anomaly: { metric: '{__name__=~\"m.\"}', method: auto, false_alarms: 1/100000 }",
  };

  private final DetectShard shard = DetectShard.live(RULES);

  @Test
  void oneSpikeIsEvidence() {
    shard.take(plant(0, LEARNED, 0)).take(plant(LEARNED, LEARNED + 2, 1));
    List<Alert> told = since(LEARNED);
    assertThat(told).isNotEmpty();
    assertThat(told).allMatch(alert -> severity(alert).equals("info"));
    assertThat(told.get(0).labels().get("metric")).isEqualTo("m0");
    assertThat(told.get(0).explanation()).startsWith("m0: ").contains("expected").contains("nats");
  }

  @Test
  void metricsThatAgreeAreMoreThanEvidence() {
    shard.take(plant(0, LEARNED, 0)).take(plant(LEARNED, LEARNED + 3, 4));
    List<Alert> firm =
        since(LEARNED).stream().filter(alert -> !severity(alert).equals("info")).toList();
    assertThat(firm).isNotEmpty();
    assertThat(firm.get(0).labels().get("metric")).isNull();
    assertThat(firm.get(0).labels().get("sensor")).isEqualTo("s");
    assertThat(severity(firm.get(0))).isIn("warning", "critical");
    assertThat(firm.get(0).explanation()).contains("of 6 metrics unusual").contains(" %");
    assertThat(firm.get(0).startsAt()).isEqualTo(LEARNED * STEP * 1000L);
  }

  @Test
  void theRuleNamesTheSeverityOfWhatIsMoreThanEvidence() {
    List<String> rules = new ArrayList<>(List.of(RULES));
    rules.add("    labels: { severity: high }");
    DetectShard named = DetectShard.live(rules.toArray(new String[0]));
    named.take(plant(0, LEARNED, 0)).take(plant(LEARNED, LEARNED + 3, 4));
    assertThat(named.alerts().stream().map(LearnedRulesTest::severity).distinct())
        .containsExactlyInAnyOrder("info", "high");
  }

  @Test
  void everyAlertEndsAfterTheSensorIsBackToNormal() {
    shard.take(plant(0, LEARNED, 0)).take(plant(LEARNED, LEARNED + 3, 4));
    shard.take(plant(LEARNED + 3, LEARNED + 600, 0));
    List<Alert> told = since(LEARNED);
    assertThat(told.stream().filter(a -> a.status() == AlertStatus.RESOLVED))
        .hasSameSizeAs(told.stream().filter(a -> a.status() == AlertStatus.FIRING).toList());
    assertThat(shard.stats().firing()).isZero();
  }

  @Test
  void phasesAreCountedAcrossRestarts() {
    shard.take(plant(0, 100, 0));
    assertThat(shard.learning().warmingUp()).isEqualTo(6);
    assertThat(shard.learning().notReady()).hasSize(6);
    shard.restart().take(plant(100, 400, 0));
    assertThat(shard.learning().warmingUp()).isZero();
    assertThat(shard.learning().ready()).isEqualTo(6);
    shard.restart().take(plant(400, 410, 3));
    assertThat(shard.learning().drifting()).isEqualTo(3);
    assertThat(shard.learning().notReady())
        .hasSize(3)
        .allMatch(one -> one.phase() == Phase.DRIFTING && one.rule().equals("all/Odd"));
  }

  private List<Alert> since(int step) {
    return shard.alerts().stream().filter(a -> a.startsAt() >= 1000L * step * STEP).toList();
  }

  private static String severity(Alert alert) {
    return alert.labels().getOrEmpty("severity");
  }

  /** Steps of six metrics that share a load, the first of them shifted. */
  private static List<Input> plant(int from, int to, int shifted) {
    List<Input> inputs = new ArrayList<>();
    for (int step = from; step < to; step++) {
      SplittableRandom random = new SplittableRandom(step);
      double load = Math.sin(2 * Math.PI * step * STEP / 86_400) + 0.2 * random.nextGaussian();
      for (int m = 0; m < 6; m++) {
        double value = load + 0.2 * random.nextGaussian() + (m < shifted ? 9 : 0);
        inputs.add(DetectShard.reading("s", "m" + m, step * (double) STEP, value));
      }
    }
    return inputs;
  }
}
