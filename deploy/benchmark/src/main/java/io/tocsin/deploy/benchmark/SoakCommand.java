package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.live.LiveSettings;
import io.tocsin.deploy.benchmark.live.Soak;
import io.tocsin.deploy.benchmark.report.SoakReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether anything grows under an even load. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "The work of latency for a long time: memory, latency and lag over time, every alert checked.",
      "Of --systems the first is run."
    })
final class SoakCommand implements Callable<Integer> {
  @Mixin private final ContestOptions options = new ContestOptions();

  @Option(names = "--rate", description = "Readings per second (default: ${DEFAULT-VALUE}).")
  private int rate = 50_000;

  @Option(names = "--minutes", description = "How long (default: ${DEFAULT-VALUE}).")
  private int minutes = 20;

  @Option(names = "--plot", description = "Write the picture, SVG, to this file.")
  private @Nullable Path plot;

  @Override
  public Integer call() throws IOException {
    Duration measured = options.quick ? Duration.ofSeconds(60) : Duration.ofMinutes(minutes);
    LiveSettings live =
        new LiveSettings(options.sensors, false, rate, Duration.ofSeconds(20), measured);
    Contestant system = options.systems("tocsin").get(0);
    Path place = options.place();
    try {
      Soak.Course course = Soak.run(system, options.settings(place), live);
      String input =
          "%,d sensors, %,d readings/s for %d s"
              .formatted(options.sensors, rate, measured.toSeconds());
      List<String> about = Machine.about(options, input);
      SoakReport report = new SoakReport(system.name(), about, course);
      System.out.print(report.markdown());
      options.write(report.json());
      if (plot != null) {
        Files.writeString(plot, report.svg());
      }
      return course.whole().correct() ? 0 : 1;
    } finally {
      options.leave(place);
    }
  }
}
