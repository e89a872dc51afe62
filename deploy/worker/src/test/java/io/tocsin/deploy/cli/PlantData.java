package io.tocsin.deploy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A file of seeded readings: two metrics of some sensors, with faults, gaps and disorder. */
final class PlantData {
  static final long START = 1_767_225_600_000L;

  static final String RULES =
      """
      groups:
      - name: plant
        interval: 15s
        labels: { team: ot }
        rules:
        - alert: TempHigh
          expr: avg_over_time(temp_c[1m]) > 90
          clear: avg_over_time(temp_c[1m]) < 85
          for: 30s
          keep_firing_for: 1m
          labels: { severity: critical }
          annotations: { summary: "{{ $labels.sensor }} at {{ $value }}" }
        - alert: TempSpike
          expr: temp_c > 120
          labels: { severity: warning }
        - alert: Climbs
          expr: deriv(temp_c[2m]) > 0.2
          labels: { severity: warning }
        - alert: PressureUnusual
          anomaly: { metric: pressure, method: auto, false_alarms: 1/100000 }
          labels: { severity: info }
      """;

  private PlantData() {}

  /** Writes {@code steps} readings of 5 s of each metric of each sensor as a long CSV. */
  static Path write(Path file, int sensors, int steps) {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>(List.of("time,sensor,metric,value,site"));
    for (int step = 0; step < steps; step++) {
      for (int sensor = 0; sensor < sensors; sensor++) {
        boolean gap = (step + 37 * sensor) % 700 > 640;
        boolean fault = (step + 53 * sensor) % 500 < 30;
        long disorder = random.nextInt(8) == 0 ? random.nextInt(7000) : 0;
        long time = START + step * 5000L - disorder;
        if (!gap) {
          double temp = 70 + 5 * Math.sin(step / 60.0) + random.nextGaussian() + (fault ? 30 : 0);
          double pressure = 4 + random.nextGaussian() * 0.05 + (fault ? 1.5 : 0);
          temp = random.nextInt(4000) == 0 ? 130 : temp;
          lines.add(line(time, sensor, "temp_c", temp));
          lines.add(line(time, sensor, "pressure", pressure));
        }
      }
    }
    try {
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(long time, int sensor, String metric, double value) {
    String site = sensor % 2 == 0 ? "a" : "b";
    return String.format(Locale.ROOT, "%d,pump-%d,%s,%.3f,%s", time, sensor, metric, value, site);
  }
}
