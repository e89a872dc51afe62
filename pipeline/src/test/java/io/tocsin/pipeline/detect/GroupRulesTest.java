package io.tocsin.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.window.WindowSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules over sensors of all partitions, against a plain computation over all readings. */
class GroupRulesTest {
  private static final long STEP = 15_000;
  private static final long RANGE = 60_000;
  private static final int PARTITIONS = 4;
  private static final int EMPTY = 3;
  private static final long START = 1_700_000_000_000L;
  private static final String[] SITES = {"a", "b", "c"};

  private final Random random = new Random(Long.getLong("tocsin.seed", 1L));

  private static String[] rule(String expr) {
    return new String[] {
      "groups:", "- name: g", "  interval: 15s", "  rules:", "  - alert: Site", "    expr: " + expr,
    };
  }

  @ParameterizedTest
  @CsvSource({
    "sum, sum by (site) (avg_over_time(m[1m])) > 220",
    "avg, avg by (site) (avg_over_time(m[1m])) > 55",
    "min, min by (site) (avg_over_time(m[1m])) > 45",
    "max, max without (sensor) (avg_over_time(m[1m])) > 65",
    "count, count by (site) (avg_over_time(m[1m]) > 50) > 2",
    "stddev, stddev by (site) (avg_over_time(m[1m])) > 8",
    "median, 'quantile by (site) (0.5, avg_over_time(m[1m])) > 52'",
  })
  void aGroupOverAllPartitionsIsThatOfABatch(String name, String expr) {
    int transitions = 0;
    for (int round = 0; round < 6; round++) {
      List<List<Arrival>> streams = streams();
      MergeShard merged = run(streams, rule(expr), true);
      double limit = Double.parseDouble(expr.substring(expr.lastIndexOf(' ') + 1));
      Map<String, Map<Long, Double>> expected = batch(streams, aggregate(name));
      for (String site : SITES) {
        List<Alert> told =
            merged.alerts().stream().filter(a -> site.equals(a.labels().get("site"))).toList();
        List<String> wanted = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        transitions(expected.getOrDefault(site, new TreeMap<>()), limit, wanted, values);
        assertThat(told.stream().map(GroupRulesTest::line).toList())
            .as(name + " of " + site)
            .isEqualTo(wanted);
        for (int i = 0; i < told.size(); i++) {
          if (told.get(i).status() == AlertStatus.FIRING) {
            assertThat(told.get(i).value()).isCloseTo(values.get(i), within(1e-9));
          }
        }
        transitions += told.size();
      }
      assertThat(merged.stats().tooLate()).isZero();
    }
    assertThat(transitions).isGreaterThan(20);
  }

  @Test
  void aRecordOverAllPartitionsIsThatOfABatchAndRulesAfterItSeeIt() {
    String[] rules = {
      "groups:",
      "- name: g",
      "  interval: 15s",
      "  rules:",
      "  - record: site:m:avg",
      "    expr: avg by (site) (avg_over_time(m[1m]))",
      "    labels: { unit: c }",
      "  - record: site:m:twice",
      "    expr: 2 * site:m:avg",
      "  - alert: Site",
      "    expr: site:m:twice / 2 > 55",
      "  - alert: OfOne",
      "    expr: site:m:avg{site=\"b\"} > 55",
    };
    int transitions = 0;
    for (int round = 0; round < 6; round++) {
      List<List<Arrival>> streams = streams();
      MergeShard merged = run(streams, rules, true);
      Map<String, Map<Long, Double>> expected = batch(streams, aggregate("avg"));
      for (String site : SITES) {
        Map<Long, Double> of = expected.getOrDefault(site, new TreeMap<>());
        List<String> wanted = new ArrayList<>();
        transitions(of, 55, wanted, new ArrayList<>());
        assertThat(lines(merged, "Site", site)).as("alerts of " + site).isEqualTo(wanted);
        assertThat(lines(merged, "OfOne", site))
            .isEqualTo(site.equals("b") ? wanted : List.<String>of());
        Map<Long, Double> made = new TreeMap<>();
        for (Summary summary : merged.summaries()) {
          if ("site:m:avg".equals(summary.labels().get("__name__"))
              && site.equals(summary.labels().get("site"))) {
            assertThat(summary.labels().get("unit")).isEqualTo("c");
            assertThat(summary.revision()).isZero();
            made.put(summary.end(), summary.stats().get("last"));
          }
        }
        assertThat(made.keySet()).isEqualTo(of.keySet());
        made.forEach((step, value) -> assertThat(value).isCloseTo(of.get(step), within(1e-9)));
        transitions += wanted.size();
      }
    }
    assertThat(transitions).isGreaterThan(10);
  }

  private static List<String> lines(MergeShard merged, String alert, String site) {
    return merged.alerts().stream()
        .filter(a -> a.name().equals(alert) && site.equals(a.labels().get("site")))
        .map(GroupRulesTest::line)
        .toList();
  }

  @Test
  void aRecordIsToldAgainWhereWhatComesLateChangesIt() {
    String[] rule = {
      "groups:",
      "- name: g",
      "  interval: 15s",
      "  rules:",
      "  - record: site:m:sum",
      "    expr: sum by (site) (sum_over_time(m[15s]))",
    };
    DetectShard shard = DetectShard.partition(0, WindowSettings.DEFAULTS, rule);
    MergeShard merged = new MergeShard(1, rule);
    int[] told = new int[1];
    for (int t = 0; t < 300; t++) {
      shard.take(DetectShard.reading("a", "m", t, 1));
      if (t == 119) {
        shard.take(DetectShard.reading("a", "m", 100.5, 5, 119));
      }
      tell(0, shard, told, merged);
    }
    assertThat(
            merged.summaries().stream()
                .filter(s -> "site:m:sum".equals(s.labels().get("__name__")))
                .filter(s -> s.end() == 105_000)
                .map(s -> s.stats().get("last") + " revision " + s.revision())
                .toList())
        .containsExactly("16.0 revision 0", "21.0 revision 1");
  }

  @Test
  void summariesOfGroupsAreThoseOfABatchOverAllReadings() {
    String[] noRules = {"groups: []"};
    for (int round = 0; round < 6; round++) {
      List<List<Arrival>> streams = streams();
      MergeShard merged = run(streams, noRules, true);
      Map<String, List<Reading>> expected = new TreeMap<>();
      for (List<Arrival> stream : streams) {
        for (Arrival arrival : stream) {
          Reading reading = (Reading) arrival.event();
          long end = Math.floorDiv(reading.time(), 60_000) * 60_000 + 60_000;
          String site = reading.series().labels().getOrEmpty("site");
          expected.computeIfAbsent(site + end, key -> new ArrayList<>()).add(reading);
        }
      }
      assertThat(merged.summaries()).hasSize(expected.size());
      for (Summary summary : merged.summaries()) {
        List<Reading> all = expected.get(summary.labels().get("site") + summary.end());
        assertThat(all).isNotNull();
        all.sort(Comparator.comparingLong(Reading::time).thenComparing(Reading::value));
        assertThat(summary.stats().get("first")).isEqualTo(all.get(0).value());
        assertThat(summary.stats().get("last")).isEqualTo(all.get(all.size() - 1).value());
        double[] v = all.stream().mapToDouble(Reading::value).toArray();
        double[] sorted = Arrays.stream(v).sorted().toArray();
        for (int percent : new int[] {50, 99}) {
          double exact = sorted[(int) (percent / 100.0 * (v.length - 1))];
          assertThat(summary.stats().get("p" + percent))
              .as("p%d of %d", percent, v.length)
              .isCloseTo(exact, within(0.01 * Math.abs(exact) + 1e-9));
        }
        assertThat(summary.labels().get("__name__")).isEqualTo("m");
        assertThat(summary.start()).isEqualTo(summary.end() - 60_000);
        assertThat(summary.revision()).isZero();
        assertThat(summary.stats().get("count")).isEqualTo(v.length);
        assertThat(summary.stats().get("min")).isEqualTo(Arrays.stream(v).min().orElseThrow());
        assertThat(summary.stats().get("max")).isEqualTo(Arrays.stream(v).max().orElseThrow());
        assertThat(summary.stats().get("sum")).isCloseTo(Arrays.stream(v).sum(), within(1e-6));
        assertThat(summary.stats().get("std"))
            .isCloseTo(aggregate("stddev").applyAsDouble(v), within(1e-6));
      }
    }
  }

  @Test
  void whatComesLateAmendsTheGroupOnce() {
    String[] rule = rule("sum by (site) (sum_over_time(m[15s])) > 9");
    DetectShard shard = DetectShard.partition(0, WindowSettings.DEFAULTS, rule);
    MergeShard merged = new MergeShard(1, rule);
    int[] told = new int[1];
    for (int t = 0; t < 300; t++) {
      for (String sensor : List.of("a", "b")) {
        boolean high = t == 100 && sensor.equals("a");
        shard.take(DetectShard.reading(sensor, "m", t, high ? 10 : 0));
      }
      if (t == 130) {
        shard.take(DetectShard.reading("a", "m", 100.5, -5, 130));
        shard.take(DetectShard.reading("a", "m", 101.5, -4, 130));
      }
      tell(0, shard, told, merged);
    }
    assertThat(merged.alerts().stream().map(a -> a.status() + " " + a.reason()).toList())
        .containsExactly("FIRING condition", "RESOLVED condition_ended");
    assertThat(shard.stats().tooLate()).isZero();
    DetectShard early = DetectShard.partition(0, WindowSettings.DEFAULTS, rule);
    MergeShard other = new MergeShard(1, rule);
    told[0] = 0;
    for (int t = 0; t < 300; t++) {
      for (String sensor : List.of("a", "b")) {
        boolean high = t >= 91 && t < 106 && sensor.equals("a");
        early.take(DetectShard.reading(sensor, "m", t, high ? 1 : 0));
      }
      if (t == 119) {
        early.take(DetectShard.reading("a", "m", 100.5, -9, 119));
      }
      tell(0, early, told, other);
    }
    assertThat(other.alerts().stream().map(a -> a.status() + " " + a.reason()).toList())
        .containsExactly("FIRING condition", "WITHDRAWN late_data");
  }

  @Test
  void withoutMarksGroupsWouldBeEvaluatedBeforeTheyAreWhole() {
    String[] rule = rule("sum by (site) (avg_over_time(m[1m])) > 220");
    List<List<Arrival>> streams = streams();
    Map<String, Map<Long, Double>> expected = batch(streams, aggregate("sum"));
    MergeShard merged = run(streams, rule, false);
    List<String> wanted = new ArrayList<>();
    for (String site : SITES) {
      transitions(expected.getOrDefault(site, new TreeMap<>()), 220, wanted, new ArrayList<>());
    }
    assertThat(merged.alerts().stream().map(GroupRulesTest::line).toList())
        .as("who waits for one shard only does not wait for those that lag")
        .isNotEqualTo(wanted);
  }

  private static String line(Alert alert) {
    long time = alert.endsAt() == Alert.OPEN ? alert.startsAt() : alert.endsAt();
    return alert.status() + " " + (time - START);
  }

  private static void transitions(
      Map<Long, Double> values, double limit, List<String> lines, List<Double> at) {
    boolean firing = false;
    for (Map.Entry<Long, Double> value : values.entrySet()) {
      boolean holds = value.getValue() > limit;
      if (holds != firing) {
        firing = holds;
        lines.add((holds ? "FIRING " : "RESOLVED ") + (value.getKey() - START));
        at.add(value.getValue());
      }
    }
  }

  private static ToDoubleFunction<double[]> aggregate(String name) {
    return switch (name) {
      case "sum" -> v -> Arrays.stream(v).sum();
      case "avg" -> v -> Arrays.stream(v).average().orElseThrow();
      case "min" -> v -> Arrays.stream(v).min().orElseThrow();
      case "max" -> v -> Arrays.stream(v).max().orElseThrow();
      case "count" -> v -> Arrays.stream(v).filter(x -> x > 50).count();
      case "stddev" ->
          v -> {
            double mean = Arrays.stream(v).average().orElseThrow();
            return Math.sqrt(Arrays.stream(v).map(x -> (x - mean) * (x - mean)).sum() / v.length);
          };
      default ->
          v -> {
            double[] sorted = v.clone();
            Arrays.sort(sorted);
            int n = sorted.length;
            return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
          };
    };
  }

  /** By site and step, over the averages that each sensor has had for the last minute. */
  private static Map<String, Map<Long, Double>> batch(
      List<List<Arrival>> streams, ToDoubleFunction<double[]> aggregate) {
    Map<Series, List<Reading>> bySeries = new HashMap<>();
    for (List<Arrival> stream : streams) {
      for (Arrival arrival : stream) {
        Reading reading = (Reading) arrival.event();
        bySeries.computeIfAbsent(reading.series(), key -> new ArrayList<>()).add(reading);
      }
    }
    Map<String, TreeMap<Long, List<Double>>> values = new HashMap<>();
    bySeries.forEach(
        (series, readings) -> {
          long last = readings.stream().mapToLong(Reading::time).max().orElseThrow();
          long first = readings.stream().mapToLong(Reading::time).min().orElseThrow();
          // Until a sensor is idle it counts, so up to the step that its last reading belongs to.
          for (long t = ceil(first); t <= ceil(last); t += STEP) {
            long step = t;
            readings.stream()
                .filter(r -> r.time() >= step - RANGE && r.time() <= step)
                .mapToDouble(Reading::value)
                .average()
                .ifPresent(
                    average ->
                        values
                            .computeIfAbsent(
                                series.labels().getOrEmpty("site"), key -> new TreeMap<>())
                            .computeIfAbsent(step, key -> new ArrayList<>())
                            .add(average));
          }
        });
    Map<String, Map<Long, Double>> result = new HashMap<>();
    values.forEach(
        (site, steps) -> {
          TreeMap<Long, Double> of = new TreeMap<>();
          steps.forEach(
              (step, all) ->
                  of.put(
                      step,
                      aggregate.applyAsDouble(
                          all.stream().mapToDouble(Double::doubleValue).toArray())));
          result.put(site, of);
        });
    return result;
  }

  private static long ceil(long time) {
    return -Math.floorDiv(-time, STEP) * STEP;
  }

  /**
   * The shards read at their own pace and so lag each other; one is empty; one restarts, and so
   * does the one where parts meet.
   *
   * @param waits whether the marks of all shards are waited for, or only those of the first
   */
  private MergeShard run(List<List<Arrival>> streams, String[] rule, boolean waits) {
    WindowSettings settings = WindowSettings.DEFAULTS;
    List<DetectShard> shards = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      shards.add(DetectShard.partition(p, settings, rule));
    }
    MergeShard merged = new MergeShard(waits ? PARTITIONS : 1, rule);
    int[] read = new int[PARTITIONS];
    int[] told = new int[PARTITIONS];
    long newest = START;
    while (!done(streams, read)) {
      int p = random.nextInt(PARTITIONS);
      DetectShard shard = shards.get(p);
      if (p == EMPTY) {
        shard.batch(List.of(), new Now(newest, newest));
      } else {
        List<Arrival> all = streams.get(p);
        int to = Math.min(all.size(), read[p] + random.nextInt(60));
        if (to > read[p]) {
          newest = Math.max(newest, all.get(to - 1).appendTime());
          shard.take(all.subList(read[p], to));
        }
        read[p] = to;
      }
      if (random.nextInt(20) == 0) {
        shards.get(1).restart();
        merged.restart();
      }
      tell(p, shard, told, merged);
    }
    for (int p = 0; p < PARTITIONS; p++) {
      DetectShard shard = shards.get(p);
      shard.batch(List.of(), new Now(newest + 200_000, newest + 200_000));
      tell(p, shard, told, merged);
    }
    return merged;
  }

  private static void tell(int p, DetectShard shard, int[] told, MergeShard merged) {
    merged.take(p, shard.out.subList(told[p], shard.out.size()));
    told[p] = shard.out.size();
  }

  private static boolean done(List<List<Arrival>> streams, int[] read) {
    for (int p = 0; p < PARTITIONS; p++) {
      if (read[p] < streams.get(p).size()) {
        return false;
      }
    }
    return true;
  }

  /** By partition: twelve sensors of three sites, each with its own wave, in some disorder. */
  private List<List<Arrival>> streams() {
    List<List<Arrival>> streams = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      streams.add(new ArrayList<>());
    }
    for (int s = 0; s < 12; s++) {
      Series series =
          new Series(
              new SensorId("s" + s), "m", Labels.of("site", SITES[random.nextInt(SITES.length)]));
      double phase = random.nextDouble() * 6;
      List<Arrival> stream = streams.get(s % EMPTY);
      long time = START + random.nextInt(5_000);
      while (time < START + 1_200_000) {
        double wave = 50 + 20 * Math.sin(time / 90_000.0 + phase) + random.nextInt(10);
        stream.add(new Arrival(new Reading(series, time, wave), time + random.nextInt(8_000), 0));
        time += 1 + random.nextInt(7_000);
      }
    }
    for (List<Arrival> stream : streams) {
      stream.sort(Comparator.comparingLong(Arrival::appendTime));
    }
    return streams;
  }
}
