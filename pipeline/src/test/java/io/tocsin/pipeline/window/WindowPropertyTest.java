package io.tocsin.pipeline.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.DDSketch;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Arrival;
import io.tocsin.pipeline.state.CacheBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random streams against plain computations over all of their samples. */
class WindowPropertyTest {
  private static final int ROUNDS = 60;
  private static final long DISORDER = 10_000;
  private static final RangeFunction[] FUNCTIONS = {
    RangeFunction.COUNT, RangeFunction.SUM, RangeFunction.AVG, RangeFunction.MIN,
    RangeFunction.MAX, RangeFunction.STDDEV, RangeFunction.LAST, RangeFunction.RATE,
    RangeFunction.INCREASE, RangeFunction.DELTA, RangeFunction.DERIV, RangeFunction.CHANGES,
    RangeFunction.RESETS, RangeFunction.IRATE, RangeFunction.QUANTILE, RangeFunction.FIRST,
    RangeFunction.STDVAR, RangeFunction.PRESENT, RangeFunction.IDELTA,
  };

  private final Random random = new Random(Long.getLong("tocsin.seed", 1L));

  @Test
  void finalSummariesOfDisorderedStreamsAreThoseOfABatch() {
    for (int round = 0; round < ROUNDS; round++) {
      List<Arrival> stream = stream(3, 400);
      WindowShard shard = new WindowShard(settings(), WindowPlan.summaries(30_000));
      shard.take(stream).end();
      assertThat(shard.stats().late()).isZero();
      Map<String, List<Reading>> windows = new HashMap<>();
      for (Arrival arrival : stream) {
        Reading reading = (Reading) arrival.event();
        long end = Math.floorDiv(reading.time(), 30_000) * 30_000 + 30_000;
        windows.computeIfAbsent(reading.series() + "@" + end, k -> new ArrayList<>()).add(reading);
      }
      assertThat(shard.summaries()).hasSize(windows.size());
      for (Summary summary : shard.summaries()) {
        String series = "m{sensor=\"" + summary.labels().get("sensor") + "\"}";
        List<Reading> samples = windows.get(series + "@" + summary.end());
        assertThat(samples).isNotNull();
        double[] values = samples.stream().mapToDouble(Reading::value).toArray();
        check(summary, "count", values.length);
        check(summary, "sum", Naive.sum(values));
        check(summary, "mean", Naive.sum(values) / values.length);
        check(summary, "std", Math.sqrt(Naive.variance(values)));
      }
    }
  }

  private static void check(Summary summary, String name, double expected) {
    assertThat(summary.stats().get(name))
        .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
  }

  @Test
  void rangesPutTogetherFromPanesEqualBruteForce() {
    List<Leaf> leaves = new ArrayList<>();
    for (RangeFunction function : FUNCTIONS) {
      leaves.add(new Leaf(function + " 1m", s -> true, function, 60_000, 0, 0.9));
      leaves.add(new Leaf(function + " 25s", s -> true, function, 25_000, 5_000, 0.5));
    }
    equalsBruteForce(15_000, leaves);
  }

  @Test
  void rangesOfManyPanesEqualBruteForce() {
    List<Leaf> leaves = new ArrayList<>();
    for (RangeFunction function : FUNCTIONS) {
      leaves.add(new Leaf(function + " 45s", s -> true, function, 45_000, 3_000, 0.9));
    }
    equalsBruteForce(1_000, leaves);
  }

  private void equalsBruteForce(long interval, List<Leaf> leaves) {
    WindowPlan plan =
        new WindowPlan(0, List.of(), List.of(new StepPlan(interval, leaves)), List.of());
    for (int round = 0; round < ROUNDS; round++) {
      List<Arrival> stream = stream(2, 300);
      WindowShard shard = new WindowShard(settings(), plan);
      shard.take(stream).end();
      assertThat(shard.steps()).isNotEmpty();
      for (WindowOutput.Step step : shard.steps()) {
        for (WindowOutput.Row row : step.rows()) {
          for (int i = 0; i < row.leaves().length; i++) {
            Leaf leaf = leaves.get(row.leaves()[i]);
            double expected = Naive.value(samples(stream, row.series()), leaf, step.time());
            compare(leaf, expected, row.values()[i]);
          }
        }
      }
    }
  }

  private static void compare(Leaf leaf, double expected, double actual) {
    if (Double.isNaN(expected)) {
      assertThat(actual).as(leaf.name()).isNaN();
      return;
    }
    double error =
        leaf.function() == RangeFunction.QUANTILE
            ? Sketches.RELATIVE_ERROR * Math.abs(expected) + 1e-12
            : 1e-7 * Math.max(1, Math.abs(expected));
    assertThat(actual).as(leaf.name()).isCloseTo(expected, within(error));
  }

  /** What the sensor's clock shows of one series, in order, one sample for each instant. */
  private static List<Reading> samples(List<Arrival> stream, Series series) {
    return stream.stream()
        .map(arrival -> (Reading) arrival.event())
        .filter(reading -> reading.series().equals(series))
        .sorted(Comparator.comparingLong(Reading::time))
        .toList();
  }

  @Test
  void sketchesOfAnyQuantileAreWithinTheirErrorHoweverTheyAreMerged() {
    for (int round = 0; round < ROUNDS; round++) {
      int n = 1 + random.nextInt(3_000);
      double[] values = new double[n];
      List<DDSketch> parts = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        values[i] = Math.exp(random.nextGaussian() * 4) * (random.nextInt(4) == 0 ? -1 : 1);
        if (i % 100 == 0) {
          parts.add(Sketches.create());
        }
        parts.get(parts.size() - 1).accept(values[i]);
      }
      DDSketch merged = Sketches.create();
      for (DDSketch part : parts) {
        merged.mergeWith(Sketches.fromBytes(Sketches.toBytes(part)));
      }
      Arrays.sort(values);
      for (double q : new double[] {0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
        double exact = values[(int) Math.floor(q * (n - 1))];
        assertThat(merged.getValueAtQuantile(q))
            .as("quantile " + q + " of " + n)
            .isCloseTo(exact, within(Sketches.RELATIVE_ERROR * Math.abs(exact) * 1.0001));
      }
    }
  }

  @Test
  void onlyWhatIsAskedForIsKept() {
    Layout mean = layoutOf(RangeFunction.AVG);
    Layout rate = layoutOf(RangeFunction.RATE);
    assertThat(mean.sketch || mean.ordered).isFalse();
    assertThat(mean.trend).isNegative();
    assertThat(mean.stride).isEqualTo(5);
    assertThat(rate.sketch).isFalse();
    assertThat(rate.sum).isNegative();
    assertThat(rate.ordered).isTrue();
  }

  private static Layout layoutOf(RangeFunction function) {
    Leaf leaf = new Leaf(function.name(), s -> true, function, 60_000, 0, 0);
    return Shape.steps(new StepPlan(15_000, List.of(leaf)), 0).get(0).layout(new int[] {0});
  }

  @Test
  void nothingDependsOnBatchesRestartsOrEviction() {
    List<Leaf> leaves = new ArrayList<>();
    for (RangeFunction function : FUNCTIONS) {
      leaves.add(new Leaf(function + " 1m", s -> true, function, 60_000, 0, 0.9));
    }
    List<Leaf> ofManyPanes = new ArrayList<>();
    for (RangeFunction function : FUNCTIONS) {
      ofManyPanes.add(new Leaf(function + " 45s", s -> true, function, 45_000, 0, 0.9));
    }
    WindowPlan plan =
        new WindowPlan(
            30_000,
            Statistic.BASIC,
            List.of(
                new StepPlan(1_000, ofManyPanes),
                new StepPlan(15_000, leaves),
                new StepPlan(
                    10_000, List.of(new Leaf("avg", s -> true, RangeFunction.AVG, 40_000, 0, 0)))),
            List.of(s -> true));
    for (int round = 0; round < ROUNDS; round++) {
      List<Arrival> stream = round % 2 == 0 ? stream(4, 300) : ofTwoSensors(stream(14, 400));
      // More disorder than is allowed: late events must come out the same, too.
      WindowSettings settings =
          settings()
              .withMaxOutOfOrder(Duration.ofSeconds(4))
              .withIdleAfter(Duration.ofSeconds(20))
              .withForgetAfter(Duration.ofSeconds(90));
      WindowShard whole = new WindowShard(settings, plan);
      whole.take(stream).end();
      WindowShard pieces = new WindowShard(settings, plan);
      for (int from = 0; from < stream.size(); ) {
        int to = Math.min(stream.size(), from + random.nextInt(40));
        pieces.take(stream.subList(from, to));
        switch (random.nextInt(8)) {
          case 0 -> pieces.restart();
          case 1 -> pieces.restart(CacheBudget.ofBytes(0));
          case 2, 3, 4 -> pieces.commit();
          default -> {
            // Goes on with what is in memory.
          }
        }
        from = to;
      }
      pieces.end();
      List<String> expected = texts(whole);
      List<String> actual = texts(pieces);
      for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
        assertThat(actual.get(i)).as("output " + i).isEqualTo(expected.get(i));
      }
      assertThat(actual).hasSameSizeAs(expected);
      assertThat(pieces.rejected).hasSameSizeAs(whole.rejected);
    }
  }

  @Test
  void eachSensorTellsTheSameHoweverFewIdleOnesAreLookedAtInABatch() {
    WindowPlan plan =
        new WindowPlan(
            30_000,
            Statistic.BASIC,
            List.of(
                new StepPlan(
                    10_000, List.of(new Leaf("avg", s -> true, RangeFunction.AVG, 40_000, 0, 0)))),
            List.of(s -> true));
    long putOff = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Arrival> stream = stream(12, 400);
      WindowSettings settings =
          settings()
              .withMaxOutOfOrder(Duration.ofSeconds(4))
              .withIdleAfter(Duration.ofSeconds(20))
              .withLate(LatePolicy.AMEND, Duration.ofMinutes(5));
      WindowShard atOnce = new WindowShard(settings, plan);
      WindowShard few = new WindowShard(settings, plan, 1);
      for (int from = 0; from < stream.size(); ) {
        int to = Math.min(stream.size(), from + random.nextInt(15));
        atOnce.take(stream.subList(from, to));
        few.take(stream.subList(from, to));
        putOff += texts(few).equals(texts(atOnce)) ? 0 : 1;
        if (random.nextInt(4) == 0) {
          few.restart();
        }
        from = to;
      }
      Map<String, List<String>> expected = bySensor(atOnce.end());
      bySensor(few.end())
          .forEach(
              (sensor, told) -> {
                List<String> all = expected.getOrDefault(sensor, List.of());
                for (int i = 0; i < Math.min(told.size(), all.size()); i++) {
                  assertThat(told.get(i)).as("output %s of %s", i, sensor).isEqualTo(all.get(i));
                }
                assertThat(told).as(sensor).hasSameSizeAs(all);
              });
    }
    assertThat(putOff).as("batches after which some were put off").isGreaterThan(ROUNDS);
  }

  private static Map<String, List<String>> bySensor(WindowShard shard) {
    Map<String, List<String>> told = new TreeMap<>();
    for (WindowOutput output : shard.out) {
      String sensor = "";
      if (output instanceof WindowOutput.Step step) {
        sensor = step.sensor().toString();
      } else if (output instanceof WindowOutput.Accepted accepted) {
        sensor = accepted.event().sensor().toString();
      } else if (output instanceof WindowOutput.Closed closed) {
        sensor = closed.summary().labels().getOrEmpty("sensor");
      }
      told.computeIfAbsent(sensor, s -> new ArrayList<>()).add(text(output));
    }
    return told;
  }

  private static List<String> texts(WindowShard shard) {
    return shard.out.stream().map(WindowPropertyTest::text).toList();
  }

  private static String text(WindowOutput output) {
    if (output instanceof WindowOutput.Step step) {
      StringBuilder text = new StringBuilder().append(step);
      text.setLength(text.indexOf("rows="));
      text.append(step.amended());
      for (WindowOutput.Row row : step.rows()) {
        text.append(row.labels()).append(java.util.Arrays.toString(row.values()));
      }
      return text.toString();
    } else if (output instanceof WindowOutput.Accepted accepted) {
      return accepted.event() + " " + accepted.late() + accepted.labels();
    }
    return output.toString();
  }

  @Test
  void amendedSummariesAreThoseOfABatchOverEverything() {
    long late = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Arrival> stream = stream(3, 400);
      WindowSettings settings =
          settings()
              .withMaxOutOfOrder(Duration.ofSeconds(3))
              .withLate(LatePolicy.AMEND, Duration.ofHours(1));
      WindowShard shard = new WindowShard(settings, WindowPlan.summaries(30_000));
      shard.take(stream).end();
      late += shard.stats().late();
      assertThat(shard.stats().tooLate()).isZero();
      Map<String, Double> sums = new HashMap<>();
      for (Arrival arrival : stream) {
        Reading reading = (Reading) arrival.event();
        long end = Math.floorDiv(reading.time(), 30_000) * 30_000 + 30_000;
        sums.merge(reading.sensor() + "@" + end, reading.value(), Double::sum);
      }
      Map<String, Double> last = new HashMap<>();
      Map<String, Integer> revisions = new HashMap<>();
      for (Summary summary : shard.summaries()) {
        String key = summary.labels().get("sensor") + "@" + summary.end();
        last.put(key, summary.stats().get("sum"));
        assertThat(summary.revision()).isEqualTo(revisions.merge(key, 1, Integer::sum) - 1);
      }
      assertThat(last).isEqualTo(sums);
    }
    assertThat(late).isGreaterThan(100);
  }

  private static WindowSettings settings() {
    return WindowSettings.DEFAULTS
        .withMaxOutOfOrder(Duration.ofMillis(DISORDER))
        .withIdleAfter(Duration.ofDays(1000))
        .withLate(LatePolicy.SIDE, Duration.ZERO)
        .finite(1);
  }

  /** The same with many series of two sensors, more than have place in the sensors' entries. */
  private static List<Arrival> ofTwoSensors(List<Arrival> stream) {
    List<Arrival> few = new ArrayList<>();
    for (Arrival arrival : stream) {
      Reading reading = (Reading) arrival.event();
      int number = Integer.parseInt(reading.sensor().value().substring(1));
      Series series = WindowShard.series("s" + number % 2, "m" + number / 2);
      few.add(
          new Arrival(
              new Reading(series, reading.time(), reading.value()), arrival.appendTime(), 0));
    }
    return few;
  }

  /**
   * Readings of several sensors, each with its own pace, gaps, resets, and at most the allowed
   * disorder against the newest of its own; no two at one instant.
   */
  private List<Arrival> stream(int sensors, int readings) {
    long[] clock = new long[sensors];
    long[] newest = new long[sensors];
    double[] value = new double[sensors];
    for (int s = 0; s < sensors; s++) {
      clock[s] = 1_700_000_000_000L + random.nextInt(100_000);
    }
    Map<Long, Boolean> used = new HashMap<>();
    List<Arrival> stream = new ArrayList<>();
    for (int i = 0; i < readings; i++) {
      int s = random.nextInt(sensors);
      clock[s] += random.nextInt(50) == 0 ? random.nextInt(200_000) : random.nextInt(6_000);
      long time = clock[s] - (random.nextBoolean() ? 0 : random.nextInt((int) DISORDER));
      time = Math.max(time, newest[s] - DISORDER);
      if (used.put(time * sensors + s, true) == null) {
        newest[s] = Math.max(newest[s], time);
        value[s] = random.nextInt(10) == 0 ? 0 : value[s] + random.nextInt(5);
        stream.add(WindowShard.at("s" + s, time / 1000.0, value[s], 1_800_000_000.0 + i));
      }
    }
    return stream;
  }
}
