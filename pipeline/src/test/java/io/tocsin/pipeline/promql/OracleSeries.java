package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.event.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Random and hand-made series with gaps, resets, stale markers, NaN and infinities. */
public final class OracleSeries {

  public static final long START = 1_700_000_000_000L;
  public static final long LENGTH = 40 * 60_000L;
  private static final long GAP = 15_000L;

  public record Sample(long time, double value) {}

  private final Map<Labels, List<Sample>> series = new LinkedHashMap<>();
  private final Random random = new Random(20240229);

  private OracleSeries() {}

  public static Map<Labels, List<Sample>> all() {
    OracleSeries all = new OracleSeries();
    for (int sensor = 1; sensor <= 4; sensor++) {
      all.sensor(sensor);
    }
    for (String site : List.of("a", "b")) {
      all.regular(
          Labels.of("__name__", "limits", "site", site, "owner", "team-" + site),
          i -> site.equals("a") ? 80 : 95);
    }
    all.handMade();
    return all.series;
  }

  public static SampleStore store() {
    SampleStore store = new SampleStore();
    all().forEach((labels, list) -> list.forEach(s -> store.add(labels, s.time(), s.value())));
    return store;
  }

  private static Labels labels(String name, int sensor, String... more) {
    return Labels.of(
            "sensor", "s" + sensor, "site", sensor <= 2 ? "a" : "b", "line", "l" + sensor % 3)
        .with(Labels.of(more))
        .with("__name__", name);
  }

  private void sensor(int sensor) {
    double[] walk = {80 + sensor};
    gappy(labels("temp_c", sensor), i -> walk[0] += random.nextGaussian());
    for (String code : List.of("200", "500")) {
      double[] count = {random.nextInt(1000)};
      gappy(
          labels("requests_total", sensor, "code", code),
          i -> count[0] = random.nextInt(40) == 0 ? 0 : count[0] + random.nextInt(50));
    }
    histogram(sensor);
    regular(labels("pesq", sensor), i -> 4 + random.nextDouble() / 2);
    regular(labels("stoi", sensor), i -> random.nextDouble());
    regular(labels("snr", sensor), i -> 20 + 15 * random.nextGaussian());
    regular(labels("up", sensor), i -> random.nextInt(10) == 0 ? 0 : 1);
    regular(labels("level", sensor), i -> sensor * 10 + i / 20);
  }

  private void histogram(int sensor) {
    double[] counts = new double[5];
    String[] bounds = {"0.1", "0.5", "1", "2.5", "+Inf"};
    for (long time = START; time < START + LENGTH; time += GAP) {
      for (int n = random.nextInt(6); n > 0; n--) {
        for (int bound = random.nextInt(bounds.length); bound < bounds.length; bound++) {
          counts[bound]++;
        }
      }
      for (int bound = 0; bound < bounds.length; bound++) {
        series
            .computeIfAbsent(
                labels("latency_bucket", sensor, "le", bounds[bound]), key -> new ArrayList<>())
            .add(new Sample(time, counts[bound]));
      }
    }
  }

  private void handMade() {
    regular(labels("constant", 1), i -> 7);
    regular(labels("line_up", 1), i -> 3.5 * i - 20);
    Double[] odd = {
      1.0, Double.NaN, 2.0, Double.POSITIVE_INFINITY, 3.0, -1.0, Double.NEGATIVE_INFINITY, 0.0, -0.0
    };
    regular(labels("odd", 1), i -> odd[i % odd.length]);
    regular(labels("odd", 2), i -> i % 7 == 3 ? Double.NaN : i % 5 - 2);
    regular(labels("once", 1), i -> i == 20 ? 5 : StaleMarker.VALUE);
    // On for four minutes, stale for two, off without a word for seven.
    List<Sample> flaky = new ArrayList<>();
    for (long time = START; time < START + LENGTH; time += GAP) {
      long phase = (time - START) / 60_000 % 13;
      if (phase < 4) {
        flaky.add(new Sample(time, phase));
      } else if (phase == 4 && flaky.get(flaky.size() - 1).time() == time - GAP) {
        flaky.add(new Sample(time, StaleMarker.VALUE));
      } else if (phase == 6) {
        flaky.add(new Sample(time, 100 + phase));
      }
    }
    series.put(labels("flaky", 1), flaky);
    series.put(
        labels("sparse", 1),
        List.of(
            new Sample(START + 60_000, 1),
            new Sample(START + 660_000, 4),
            new Sample(START + 1_260_000, 2)));
    regular(Labels.of("__name__", "host", "addr", "10.0.0.1:9100", "job", "node"), i -> i);
    regular(Labels.of("__name__", "host", "addr", "web-2.example:80", "job", "web"), i -> -i);
  }

  private void regular(Labels labels, IntToDoubleFunction values) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i * GAP < LENGTH; i++) {
      samples.add(new Sample(START + i * GAP, values.applyAsDouble(i)));
    }
    series.put(labels, samples);
  }

  /** Jittered times, single samples missing, and now and then some minutes of silence. */
  private void gappy(Labels labels, IntToDoubleFunction values) {
    List<Sample> samples = new ArrayList<>();
    long silentUntil = 0;
    for (int i = 0; i * GAP < LENGTH; i++) {
      long time = START + i * GAP + random.nextInt(4000);
      double value = values.applyAsDouble(i);
      if (random.nextInt(60) == 0) {
        silentUntil = time + 60_000L * (1 + random.nextInt(8));
        if (random.nextBoolean()) {
          samples.add(new Sample(time, StaleMarker.VALUE));
          continue;
        }
      }
      if (time > silentUntil && random.nextInt(12) != 0) {
        samples.add(new Sample(time, value));
      }
    }
    series.put(labels, samples);
  }
}
