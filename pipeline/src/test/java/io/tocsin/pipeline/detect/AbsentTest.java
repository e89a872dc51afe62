package io.tocsin.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.promql.Evaluator;
import io.tocsin.pipeline.promql.SampleStore;
import io.tocsin.pipeline.rule.expr.ExprParser;
import io.tocsin.pipeline.window.WindowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What nobody tells of, over sensors of all partitions, against the reference evaluation. */
class AbsentTest {
  private static final long START = 1_700_000_100_000L;
  private static final long STEP = 15_000;
  private static final long LENGTH = 3 * 3600_000;
  private static final long LISTENS = 330_000;

  private static final String GONE = "absent(m{site=\"a\"})";
  private static final String LATELY = "absent_over_time(m{site=~\"a|b\", kind=\"x\"}[2m])";
  private static final String BOTH = "absent(m{site=\"b\"}) and on () absent(m{site=\"a\"})";
  private static final String BAD = "absent(m{site=\"b\"} >= 1)";
  private static final String NEVER = "absent(nothing{job=\"j\"})";

  private static final String[] RULES = {
    "groups:",
    "- name: g",
    "  interval: 15s",
    "  rules:",
    "  - { alert: Gone, expr: '" + GONE + "' }",
    "  - { alert: Lately, expr: '" + LATELY + "' }",
    "  - { alert: Both, expr: '" + BOTH + "' }",
    "  - { alert: Bad, expr: '" + BAD + "' }",
    "  - { alert: Never, expr: '" + NEVER + "' }",
  };

  private SampleStore store = new SampleStore();
  private final List<DetectShard> shards = new ArrayList<>();
  private final int[] told = new int[2];
  private final double[] value = {1, 1};
  private MergeShard merged = new MergeShard(2, RULES);

  /** A sensor that tells of m in turns, or is silent altogether, and one that always tells. */
  private void run(long seed, boolean restarts) {
    Random random = new Random(seed);
    for (int p = 0; p < 2; p++) {
      shards.add(DetectShard.partition(p, WindowSettings.DEFAULTS, RULES));
    }
    long[] until = new long[2];
    int[] mood = new int[2];
    for (long time = START; time < START + LENGTH; time += 5_000) {
      for (int p = 0; p < 2; p++) {
        if (time >= until[p]) {
          mood[p] = random.nextInt(3);
          until[p] = time + 60_000 + random.nextInt(900_000);
        }
        List<Arrival> items = new ArrayList<>();
        items.add(arrival("always" + p, "up", "c", time));
        if (mood[p] == 0 && (time / 5_000) % 2 == 0) {
          items.add(
              arrival(
                  "s" + p,
                  "m",
                  p == 0 ? "a" : "b",
                  time - random.nextInt(3_000),
                  random.nextInt(40) == 0 ? flip(p) : value[p]));
        } else if (mood[p] == 1) {
          items.add(arrival("s" + p, "n", p == 0 ? "a" : "b", time));
        }
        shards.get(p).batch(items, new Now(time, time));
        tell(p);
      }
      if (restarts && random.nextInt(100) == 0) {
        merged.restart();
        shards.get(0).restart();
      }
    }
  }

  private void tell(int p) {
    DetectShard shard = shards.get(p);
    merged.take(p, shard.out.subList(told[p], shard.out.size()));
    told[p] = shard.out.size();
  }

  private double flip(int p) {
    value[p] = 1 - value[p];
    return value[p];
  }

  private Arrival arrival(String sensor, String metric, String site, long time) {
    return arrival(sensor, metric, site, time, 1);
  }

  private Arrival arrival(String sensor, String metric, String site, long time, double of) {
    Labels labels = Labels.of("site", site, "kind", "x");
    store.add(labels.with("sensor", sensor).with("__name__", metric), time, of);
    return new Arrival(
        new Reading(new Series(new SensorId(sensor), metric, labels), time, of), time, 0);
  }

  private Set<Long> expected(String expr, long end) {
    Evaluator evaluator = new Evaluator(store);
    Set<Long> steps = new TreeSet<>();
    for (long step = (START + LISTENS) / STEP * STEP; step < end; step += STEP) {
      if (!evaluator.elementsAt(ExprParser.parse(expr).orThrow(), step).isEmpty()) {
        steps.add(step);
      }
    }
    return steps;
  }

  private Set<Long> firing(String alert, long end) {
    Set<Long> steps = new TreeSet<>();
    long since = Long.MAX_VALUE;
    for (Alert one : merged.alerts()) {
      if (one.name().equals(alert)) {
        boolean ends = one.status() == AlertStatus.RESOLVED;
        for (long step = since; ends && step < one.endsAt(); step += STEP) {
          steps.add(step);
        }
        since = ends ? Long.MAX_VALUE : one.startsAt();
      }
    }
    for (long step = since; step < end; step += STEP) {
      steps.add(step);
    }
    steps.removeIf(step -> step < (START + LISTENS) / STEP * STEP || step >= end);
    return steps;
  }

  private static void same(String what, Set<Long> firing, Set<Long> expected) {
    Set<Long> missing = new TreeSet<>(expected);
    missing.removeAll(firing);
    firing.removeAll(expected);
    assertThat(missing).as(what + ", missing").isEmpty();
    assertThat(firing).as(what + ", too many").isEmpty();
  }

  @Test
  void isAbsentExactlyWhenPrometheusSaysSo() {
    int changes = 0;
    for (long seed = 1; seed <= 4; seed++) {
      store = new SampleStore();
      shards.clear();
      told[0] = 0;
      told[1] = 0;
      merged = new MergeShard(2, RULES);
      run(seed, seed > 2);
      long end = START + LENGTH - 60_000;
      same("Gone of seed " + seed, firing("Gone", end), expected(GONE, end));
      same("Lately of seed " + seed, firing("Lately", end), expected(LATELY, end));
      same("Both of seed " + seed, firing("Both", end), expected(BOTH, end));
      same("Bad of seed " + seed, firing("Bad", end), expected(BAD, end));
      same("Never of seed " + seed, firing("Never", end), expected(NEVER, end));
      changes += merged.alerts().size();
    }
    assertThat(changes).isGreaterThan(60);
    assertThat(merged.alerts())
        .filteredOn(alert -> alert.name().equals("Gone"))
        .first()
        .extracting(alert -> alert.labels().toMap())
        .isEqualTo(Labels.of("alertname", "Gone", "site", "a").toMap());
  }

  @Test
  void nobodyListeningIsNoSilence() {
    run(1, false);
    int before = merged.alerts().size();
    long back = START + LENGTH + 3600_000;
    for (long time = back; time < back + 240_000; time += 5_000) {
      for (int p = 0; p < 2; p++) {
        shards
            .get(p)
            .batch(List.of(arrival("s" + p, "m", p == 0 ? "a" : "b", time)), new Now(time, time));
        tell(p);
      }
    }
    assertThat(merged.alerts().subList(before, merged.alerts().size()))
        .filteredOn(alert -> alert.name().equals("Lately") && alert.status() == AlertStatus.FIRING)
        .isEmpty();
  }
}
