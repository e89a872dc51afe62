package io.tocsin.deploy.cli;

import io.tocsin.deploy.config.TextFile;
import io.tocsin.deploy.exchange.AlertmanagerImport;
import io.tocsin.deploy.exchange.Carried;
import io.tocsin.deploy.exchange.PrometheusImport;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes our files of other systems' files. */
@Command(
    name = "import",
    description = {
      "Makes a rule file of a Prometheus rule file, or the routing part of a platform's file of an Alertmanager configuration.",
      "What is carried over means the same here; what could not be carried over is listed on standard error, with the reason."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "import what? accepted: prometheus, alertmanager");
  }

  @Command(
      name = "prometheus",
      description = "A Prometheus rule file, or a PrometheusRule with its spec.",
      mixinStandardHelpOptions = true)
  int prometheus(
      @Option(
              names = "--sensor-label",
              defaultValue = "instance",
              description =
                  "The label that names the sensor (sensor_id of the source), such as instance, or cluster for rules"
                      + " over whole clusters. Default: ${DEFAULT-VALUE}.")
          String label,
      @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
          @Nullable Path out,
      @Parameters(paramLabel = "FILE") Path file)
      throws IOException {
    Carried made = PrometheusImport.convert(file.toString(), TextFile.read(file), label);
    Exchanged.write(spec, made, out);
    spec.commandLine()
        .getErr()
        .printf(
            "%d of %d alerting rules and %d of %d recording rules carried over%n",
            made.carriedAlerts(), made.alerts(), made.carriedRecords(), made.records());
    return Exit.OK;
  }

  @Command(
      name = "alertmanager",
      description = "An Alertmanager configuration.",
      mixinStandardHelpOptions = true)
  int alertmanager(
      @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
          @Nullable Path out,
      @Parameters(paramLabel = "FILE") Path file)
      throws IOException {
    Exchanged.write(spec, AlertmanagerImport.convert(file.toString(), TextFile.read(file)), out);
    return Exit.OK;
  }
}
