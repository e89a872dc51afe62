package io.tocsin.deploy.cli;

import io.tocsin.connectors.codec.AlertCodec;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.deploy.worker.AlertView;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the current alerts. */
@Command(
    name = "alerts",
    description = "Shows the current alerts, worst first.",
    mixinStandardHelpOptions = true)
final class AlertsCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  enum Format {
    table,
    json
  }

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--watch", description = "Show them again every two seconds until Ctrl-C.")
  private boolean watch;

  @Option(
      names = {"-o", "--output"},
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format output = Format.table;

  @Override
  public Integer call() throws InterruptedException {
    try (AlertView view = new AlertView(new Topics(kafka.prefix(), 1), kafka.client())) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!view.caughtUp()) {
        if (System.nanoTime() > deadline) {
          throw new CommandFailed("Kafka did not answer within " + PATIENCE.toSeconds() + " s");
        }
        Thread.sleep(50);
      }
      print(view.alerts());
      while (watch) {
        Thread.sleep(2000);
        spec.commandLine().getOut().print(output == Format.table ? "\u001b[H\u001b[2J" : "");
        print(view.alerts());
      }
    }
    return Exit.OK;
  }

  private void print(List<Alert> alerts) {
    List<Alert> sorted =
        alerts.stream()
            .sorted(
                Comparator.comparing(Alert::severity)
                    .reversed()
                    .thenComparing(Alert::startsAt)
                    .thenComparing(Alert::fingerprint))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (output == Format.json) {
      sorted.forEach(a -> out.println(new String(AlertCodec.value(a), StandardCharsets.UTF_8)));
    } else {
      table(out, sorted);
    }
    out.flush();
  }

  private static void table(PrintWriter out, List<Alert> alerts) {
    if (alerts.isEmpty()) {
      out.println("no alerts");
      return;
    }
    out.printf(
        "%-8s %-9s %-24s %-22s %-20s %s%n",
        "SEVERITY", "STATE", "ALERT", "COMPONENT", "SINCE", "WHY");
    for (Alert a : alerts) {
      out.printf(
          "%-8s %-9s %-24s %-22s %-20s %s%n",
          a.severity(),
          a.status(),
          a.name(),
          a.component(),
          Instant.ofEpochMilli(a.startsAt()).truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
          a.explanation().isEmpty() ? rest(a.labels()) : a.explanation());
    }
  }

  private static String rest(Labels labels) {
    return labels.without(List.of("alertname", "severity", "sensor", "component")).toString();
  }
}
