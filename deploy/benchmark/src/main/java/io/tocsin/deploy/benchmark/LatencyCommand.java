package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.live.Disturbance;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon an alert is out, at an even load. */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description = {
      "A threshold alert per sensor, exactly-once, fed at an even pace: from the append of the",
      "reading to the append of the alert, and to a read-committed reader. Choose paces as shares",
      "of what the slower system does at most; the load takes some of the machine too."
    })
final class LatencyCommand implements Callable<Integer> {
  @Mixin private final ContestOptions options = new ContestOptions();
  @Mixin private final LiveOptions live = new LiveOptions();

  @Option(
      names = "--rate",
      split = ",",
      description = "Readings per second, one or more (default: ${DEFAULT-VALUE}).")
  private int[] rates = {20_000, 50_000};

  @Override
  public Integer call() throws IOException {
    return LiveRunner.run(
        "latency",
        options,
        "tocsin,kafka-streams,flink",
        IntStream.of(rates)
            .mapToObj(
                rate -> new LiveSituation(live.settings(options, false, rate), Disturbance.NONE))
            .toList());
  }
}
