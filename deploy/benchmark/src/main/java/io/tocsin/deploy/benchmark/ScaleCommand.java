package io.tocsin.deploy.benchmark;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The windowed job with ever more series. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = {
      "The windowed job with more and more series; readings, readings per window and so results are",
      "as many each time. Rows are named system@series."
    })
final class ScaleCommand implements Callable<Integer> {
  @Mixin private final ContestOptions options = new ContestOptions();

  @Option(
      names = "--series",
      split = ",",
      description = "Numbers of sensors, one series each (default: 10000,100000,1000000).")
  private int[] series = {10_000, 100_000, 1_000_000};

  @Override
  public Integer call() throws IOException {
    return ContestRunner.run("scale", options, "tocsin,kafka-streams,flink", series);
  }
}
