package io.tocsin.pipeline.detect;

import static io.tocsin.pipeline.detect.DetectShard.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.window.WindowSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several shards say of the engine itself is one alert for each cause. */
class ShardWordsTest {
  private static final String[] SILENT = {
    "groups:",
    "- name: all",
    "  rules:",
    "  - alert: SensorSilent",
    "    absent: { expect_every: 30s, after: 2m, forget_after: 24h }",
  };
  private static final String[] LIMITED = {
    "groups:", "- name: all", "  rules:", "  - alert: High", "    expr: m > 5", "    limit: 1",
  };

  private final List<DetectShard> shards = new ArrayList<>();
  private final List<Integer> read = new ArrayList<>();
  private MergeShard merged = new MergeShard(2, SILENT);

  private void shards(String... rules) {
    merged = new MergeShard(2, rules);
    for (int p = 0; p < 2; p++) {
      shards.add(DetectShard.partition(p, WindowSettings.DEFAULTS, rules));
      read.add(0);
    }
  }

  /** The meeting point reads what a shard has told since it was read last. */
  private void meet(int p) {
    List<DetectOutput> out = shards.get(p).out;
    merged.take(p, List.copyOf(out.subList(read.get(p), out.size())));
    read.set(p, out.size());
  }

  private void pass(int from, int to) {
    for (int t = from; t < to; t++) {
      for (int p = 0; p < 2; p++) {
        shards.get(p).caughtUp(Duration.ofSeconds(t));
        meet(p);
      }
    }
  }

  /** Ten sensors in each of two shards; everything goes silent at once. */
  private void outage() {
    shards(SILENT);
    for (int p = 0; p < 2; p++) {
      for (int s = 0; s < 10; s++) {
        shards.get(p).take(reading("s" + p + s, "m", p, 1));
      }
    }
    pass(0, 200);
  }

  private void comeBack(int p, int at) {
    for (int s = 0; s < 10; s++) {
      shards.get(p).take(reading("s" + p + s, "m", at, 1));
    }
  }

  private List<String> told() {
    return merged.alerts().stream().map(a -> a.name() + " " + a.status()).toList();
  }

  @Test
  void asManyShardsAsFindASourceSilentThereIsOneAlertUntilTheLastHearsIt() {
    outage();
    assertThat(shards).allMatch(shard -> shard.timeline().size() == 1);
    assertThat(told()).containsExactly("SourceSilent FIRING");
    Alert alert = merged.alerts().get(0);
    assertThat(alert.labels().asMap())
        .containsOnlyKeys("alertname", "component", "severity", "source")
        .containsEntry("source", "tocsin.events");
    assertThat(alert.startsAt()).isEqualTo(120_000);
    assertThat(alert.explanation())
        .startsWith("10 of 10 sensors fell silent together")
        .endsWith("(first told by tocsin.events-0)");
    comeBack(0, 200);
    pass(201, 210);
    merged.restart();
    assertThat(told()).as("the other shard still hears nothing").hasSize(1);
    comeBack(1, 210);
    pass(211, 220);
    assertThat(told()).containsExactly("SourceSilent FIRING", "SourceSilent RESOLVED");
    Alert over = merged.alerts().get(1);
    assertThat(over.fingerprint()).isEqualTo(alert.fingerprint());
    assertThat(over.startsAt()).isEqualTo(alert.startsAt());
    assertThat(over.revision()).isEqualTo(1);
    assertThat(over.endsAt()).isBetween(210_000L, 220_000L);
  }

  @Test
  void whatAShardSaidThatIsNoMoreKeepsNothingFiring() {
    outage();
    comeBack(0, 200);
    pass(201, 210);
    merged.restart(1);
    meet(0);
    assertThat(told()).containsExactly("SourceSilent FIRING", "SourceSilent RESOLVED");
  }

  @Test
  void aStuckWriterIsToldOnce() {
    shards(SILENT);
    for (int p = 0; p < 2; p++) {
      shards.get(p).take(reading("s" + p, "m", 0, 1)).mark(10);
    }
    pass(0, 500);
    assertThat(told()).containsExactly("UpstreamBehind FIRING");
    for (int p = 0; p < 2; p++) {
      shards.get(p).mark(500 - p);
      pass(500, 501);
    }
    assertThat(told())
        .filteredOn(line -> line.startsWith("UpstreamBehind"))
        .containsExactly("UpstreamBehind FIRING", "UpstreamBehind RESOLVED");
  }

  @Test
  void aRuleAtItsLimitInEveryShardIsToldOnceAndEndsWhereItIsQuiet() {
    shards(LIMITED);
    for (int p = 0; p < 2; p++) {
      shards.get(p).take(reading("a" + p, "m", 1, 9), reading("b" + p, "m", 2, 9));
      meet(p);
    }
    assertThat(told()).containsExactly("RuleDegraded FIRING");
    assertThat(merged.alerts().get(0).labels().asMap())
        .containsEntry("cause", "limit")
        .doesNotContainKey("shard");
    assertThat(merged.stats().firing()).isEqualTo(1);
    assertThat(shards).allMatch(shard -> shard.stats().firing() == 1);
    pass(3, 400);
    assertThat(merged.alerts())
        .extracting(Alert::status)
        .containsExactly(AlertStatus.FIRING, AlertStatus.RESOLVED);
    assertThat(merged.stats().firing()).isZero();
  }
}
