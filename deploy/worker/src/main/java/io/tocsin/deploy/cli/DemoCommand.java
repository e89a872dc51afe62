package io.tocsin.deploy.cli;

import io.tocsin.pipeline.rule.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows everything on one machine. */
@Command(
    name = "demo",
    description = {
      "Shows Tocsin on this machine: an embedded Kafka broker, a worker as a process of its own, this machine's own figures as real",
      "input, and a simulated plant. First a day of the plant's history at full speed, which teaches the detectors, then live, with",
      "faults injected into the simulation at known times. Ends with a scoreboard computed from the alert topic against these times."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:at least 80 %% of the faults were found",
      "1:fewer, or something failed",
      "2:wrong usage"
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "Length of the live part, such as 90s or 5m. Default: ${DEFAULT-VALUE}.")
  private String duration = "2m";

  @Option(
      names = "--history",
      paramLabel = "TIME",
      description = "Simulated history before it. Default: ${DEFAULT-VALUE}.")
  private String history = "24h";

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep logs, configuration and truth file here.")
  private @Nullable Path keep;

  @Override
  public Integer call() throws Exception {
    Duration live = time("--duration", duration);
    if (live.toSeconds() < 30) {
      throw new ParameterException(
          spec.commandLine(), "--duration " + duration + ": accepted are 30s and more");
    }
    Demo demo =
        new Demo(
            live,
            time("--history", history),
            keep,
            spec.commandLine().getOut(),
            main.stopping().onSignal());
    return demo.run() ? Exit.OK : Exit.FAILED;
  }

  private Duration time(String option, String text) {
    return Units.duration(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    option + " \"" + text + "\": accepted is " + Units.DURATION_WORDS));
  }
}
