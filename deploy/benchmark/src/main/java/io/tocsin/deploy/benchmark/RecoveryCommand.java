package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.live.Disturbance;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon a system answers again after a crash, and what is lost or doubled by it. */
@Command(
    name = "recovery",
    mixinStandardHelpOptions = true,
    description = {
      "The alert job at an even pace, with a kill -9 half-way: restarted with its disk, taken over by",
      "a second process, or restarted with an empty disk. Before the pace begins every sensor reports once,",
      "at full speed, so that all of them have state.",
      "From the kill to the first new answer of each partition; every answer is counted."
    })
final class RecoveryCommand implements Callable<Integer> {
  @Mixin private final ContestOptions options = new ContestOptions();
  @Mixin private final LiveOptions live = new LiveOptions();

  @Option(names = "--rate", description = "Readings per second (default: ${DEFAULT-VALUE}).")
  private int rate = 20_000;

  @Option(
      names = "--situations",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES} (default: RESTART,TAKEOVER,DISK_LOST).")
  private Disturbance[] situations = {
    Disturbance.RESTART, Disturbance.TAKEOVER, Disturbance.DISK_LOST
  };

  @Override
  public Integer call() throws IOException {
    return LiveRunner.run(
        "recovery",
        options,
        "tocsin,kafka-streams",
        Arrays.stream(situations)
            .map(situation -> new LiveSituation(live.settings(options, true, rate), situation))
            .toList());
  }
}
