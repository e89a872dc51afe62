package io.tocsin.deploy.benchmark;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The windowed job with everything on top of it, against the peers' naked one. */
@Command(
    name = "alerting",
    mixinStandardHelpOptions = true,
    description = {
      "Tocsin with windows, 20 rules and a learned detector on every series, against the naked",
      "window job of the others."
    })
final class AlertingCommand implements Callable<Integer> {
  @Mixin private final ContestOptions options = new ContestOptions();

  @Override
  public Integer call() throws IOException {
    return ContestRunner.run(
        "alerting", options, "tocsin-alerting,tocsin,kafka-streams", options.sensors);
  }
}
