package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.plant.Fault;
import io.tocsin.deploy.benchmark.plant.HealthyKind;
import io.tocsin.deploy.benchmark.plant.QuietPlant;
import io.tocsin.deploy.benchmark.plant.QuietTally;
import io.tocsin.pipeline.anomaly.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How quiet the detectors are when nothing is wrong, and how fast when something is. */
@Command(
    name = "quiet",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates healthy series at ten-second readings and counts what the detectors tell;",
      "then lets twenty series go wrong in five ways and says which were found, and when."
    })
final class QuietCommand implements Callable<Integer> {
  @Option(names = "--series", defaultValue = "10000", description = "Healthy series.")
  private int series;

  @Option(names = "--days", defaultValue = "7", description = "Days, each of 8640 readings.")
  private int days;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    QuietPlant plant = new QuietPlant(Settings.DEFAULTS, days);
    int sensors = series / QuietPlant.METRICS;
    long start = System.nanoTime();
    QuietTally tally = plant.watch(sensors);
    double seconds = (System.nanoTime() - start) / 1e9;
    double readings = (double) sensors * QuietPlant.METRICS * plant.readings();
    double rate = tally.findings() / readings;
    out.printf(
        Locale.ROOT,
        "%d healthy series of %d sensors, %d days: %.0f million readings in %.0f s%n",
        sensors * QuietPlant.METRICS,
        sensors,
        days,
        readings / 1e6,
        seconds);
    out.printf(
        Locale.ROOT,
        "findings of series: %d, %.2e per reading, %.2f times the configured rate%n%s",
        tally.findings(),
        rate,
        rate / Settings.DEFAULTS.falseAlarms(),
        tally.byKind());
    out.printf("findings of sensors: %d%n", tally.sensorFindings());
    out.printf("above severity info, of series and sensors: %d%n%n", tally.aboveInfo());
    intervals(out);
    faults(plant, out);
    for (String line : Machine.here()) {
      out.println(line);
    }
    return 0;
  }

  private static void intervals(PrintWriter out) {
    out.println("other intervals, 700 healthy series of 20,000 readings: findings per reading,");
    out.println("and as a multiple of the configured rate");
    for (long interval : new long[] {1_000, 10_000, 60_000, 300_000, 3_600_000}) {
      QuietTally tally = new QuietPlant(Settings.DEFAULTS, interval, 20_000).watch(175);
      double rate = tally.findings() / (700 * 20_000.0);
      out.printf(
          Locale.ROOT,
          "  %5d s  %.2e  %.2f; above severity info: %d%n",
          interval / 1000,
          rate,
          rate / Settings.DEFAULTS.falseAlarmsAt((double) interval),
          tally.aboveInfo());
    }
    out.println();
  }

  private static void faults(QuietPlant plant, PrintWriter out) {
    HealthyKind[] kinds = {
      HealthyKind.WHITE_NOISE, HealthyKind.DAILY, HealthyKind.WEEKLY, HealthyKind.BURSTS
    };
    out.println("faults: delay in seconds, - if not found while it lasted (2 h, a spike 30 s)");
    int found = 0;
    for (Fault fault : Fault.values()) {
      out.printf("  %-7s", fault.name().toLowerCase(Locale.ROOT));
      for (int i = 0; i < kinds.length; i++) {
        HealthyKind kind = kinds[i];
        int delay = plant.delay(kind, fault, 7_000 + i);
        found += delay < 0 ? 0 : 1;
        out.printf("  %s %s", word(kind), delay < 0 ? "-" : Integer.toString(10 * delay));
      }
      out.println();
    }
    out.printf("found: %d of %d%n", found, Fault.values().length * kinds.length);
  }

  private static String word(HealthyKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
