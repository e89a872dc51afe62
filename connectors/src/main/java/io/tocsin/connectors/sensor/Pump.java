package io.tocsin.connectors.sensor;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import java.util.List;
import java.util.function.Consumer;

/**
 * One simulated pump: its values are a function of seed and time alone. Every pump has its own
 * level, its own share of the plant's daily load, and its own noise.
 */
final class Pump {
  static final String TEMPERATURE = "temp_c";
  static final String PRESSURE = "pressure";
  static final String VIBRATION = "vibration_rms";

  static final List<String> METRICS = List.of(TEMPERATURE, PRESSURE, VIBRATION);

  private static final double DAY = 86_400_000;

  private final SensorId id;
  private final long seed;
  private final double load;
  private final double peak;
  private final Gauge[] gauges;

  Pump(long plantSeed, int number) {
    id = new SensorId("pump-" + number);
    seed = Chance.mix(plantSeed, number);
    int line = (number - 1) / 5;
    Labels labels =
        Labels.of("site", "plant-" + (char) ('a' + line / 2 % 26), "line", "line-" + (line + 1));
    load = Chance.between(Chance.mix(seed, 1), 0.7, 1.3);
    // In UTC, in the afternoon: when the plant runs hottest.
    peak = Chance.between(Chance.mix(seed, 2), 13.5, 15.5) / 24;
    gauges =
        new Gauge[] {
          gauge(labels, TEMPERATURE, 3, 56, 64, 4, 0.5, 0.25),
          gauge(labels, PRESSURE, 4, 3.2, 4.4, -0.15, 0.04, 0.03),
          gauge(labels, VIBRATION, 5, 1.4, 2.2, 0.25, 0.05, 0.06)
        };
  }

  private Gauge gauge(
      Labels labels,
      String metric,
      long key,
      double low,
      double high,
      double daily,
      double slow,
      double noise) {
    long own = Chance.mix(seed, key);
    double level = Chance.between(Chance.mix(own, 0), low, high);
    return new Gauge(new Series(id, metric, labels), own, level, daily, slow, noise);
  }

  SensorId id() {
    return id;
  }

  /** What its gauges show without any fault. */
  void read(long time, Consumer<SensorEvent> out) {
    double day = daily(time);
    for (Gauge gauge : gauges) {
      out.accept(new Reading(gauge.series, time, gauge.at(time, day)));
    }
  }

  /** What its gauges show under the faults of a plan. */
  void read(long time, FaultPlan faults, Consumer<SensorEvent> out) {
    double day = daily(time);
    for (Gauge gauge : gauges) {
      double normal = gauge.at(time, day);
      Fault fault = faults.at(id.value(), gauge.series.metric(), time);
      if (fault == null) {
        out.accept(new Reading(gauge.series, time, normal));
      } else if (fault.kind() != FaultKind.DROPOUT) {
        out.accept(new Reading(gauge.series, time, fault.value(normal, time)));
      }
    }
  }

  private double daily(long time) {
    return load * StrictMath.cos((time % (long) DAY / DAY - peak) * 2 * StrictMath.PI);
  }

  /**
   * One gauge.
   *
   * @param level value on the average day
   * @param daily how far the day moves it
   * @param slow spread of the noise that lasts for minutes
   * @param noise spread of the noise of each sample
   */
  private record Gauge(
      Series series, long seed, double level, double daily, double slow, double noise) {
    /** Length of the slow noise's waves: five minutes. */
    private static final long WAVE = 300_000;

    double at(long time, double day) {
      double value =
          level
              + daily * day
              + slow * Chance.drifting(seed, time, WAVE)
              + noise * Chance.normal(Chance.mix(seed ^ WAVE, time));
      return Math.rint(value * 1000) / 1000;
    }
  }
}
