package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.fleet.FleetJudge;
import io.tocsin.deploy.benchmark.fleet.FleetJudge.Verdicts;
import io.tocsin.deploy.benchmark.fleet.FleetKind;
import io.tocsin.pipeline.anomaly.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How well sensors of many metrics are judged. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates servers and machines of 6 to 51 metrics, read each second to each hour, lets",
      "faults befall a few of the metrics, and says how the score ranks the faulty rows and which",
      "faults are told. Shipped settings; no point is adjusted."
    })
final class FleetCommand implements Callable<Integer> {
  @Option(names = "--machines", defaultValue = "8", description = "Of each kind.")
  private int machines;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    FleetJudge judge = new FleetJudge(Settings.DEFAULTS);
    out.println("score: average precision, volume, area under ROC; plain: average precision of a");
    out.println("moving root mean square of deviations. Alerts: faults found, and false ones for");
    out.println("10,000 rows; calm: alerts for 10,000 rows without a fault, above severity info.");
    out.printf(
        "%-10s %9s %7s %6s %6s  %8s %7s %7s %6s%n",
        "kind", "precision", "volume", "ROC", "plain", "found", "false", "calm", "above");
    double precision = 0;
    for (FleetKind kind : FleetKind.values()) {
      Verdicts of = judge.judge(kind, machines);
      precision += of.precision() / FleetKind.values().length;
      out.printf(
          Locale.ROOT,
          "%-10s %9.3f %7.3f %6.3f %6.3f  %8s %7.1f %7.1f %6.1f%n",
          kind.name().toLowerCase(Locale.ROOT),
          of.precision(),
          of.volume(),
          of.roc(),
          of.plain(),
          of.found() + "/" + of.spells(),
          1e4 * of.falseAlerts() / of.rows(),
          1e4 * of.healthyAlerts() / of.rows(),
          1e4 * of.aboveInfo() / of.rows());
    }
    out.printf(Locale.ROOT, "mean precision: %.3f%nfaults found:", precision);
    judge
        .mishaps()
        .forEach(
            (mishap, counts) ->
                out.printf(
                    " %s %d/%d",
                    mishap.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    counts[1],
                    counts[0]));
    out.println();
    for (String line : Machine.here()) {
      out.println(line);
    }
    return 0;
  }
}
