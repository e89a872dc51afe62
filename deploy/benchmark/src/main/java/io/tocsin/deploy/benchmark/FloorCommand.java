package io.tocsin.deploy.benchmark;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the machine gives at most. */
@Command(
    name = "floor",
    mixinStandardHelpOptions = true,
    description = {
      "A bare consumer, and a consumer that decodes with Jackson's streaming parser, with one",
      "thread and with two: the limit on this machine for whoever uses both."
    })
final class FloorCommand implements Callable<Integer> {
  @Mixin private final ContestOptions options = new ContestOptions();

  @Override
  public Integer call() throws IOException {
    return ContestRunner.run(
        "floor", options, "consumer,consumer-2,parse,parse-2", options.sensors);
  }
}
