package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.live.LiveContest;
import io.tocsin.deploy.benchmark.report.LiveReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs live contests from their options and writes their report. */
final class LiveRunner {
  private LiveRunner() {}

  /**
   * Runs the systems through every situation.
   *
   * @param defaults the systems if none were named
   * @return 0 if no run lost, doubled or invented anything, 1 otherwise
   */
  static int run(
      String workload, ContestOptions options, String defaults, List<LiveSituation> situations)
      throws IOException {
    List<Contestant> systems = options.systems(defaults);
    String input = "%,d sensors, fed at an even pace".formatted(options.sensors);
    LiveReport report =
        new LiveReport(workload, Machine.version(options.jdk), Machine.about(options, input));
    for (LiveSituation situation : situations) {
      Path place = options.place();
      try {
        var contest =
            new LiveContest(options.settings(place), situation.settings(), System.err::println);
        contest
            .run(systems, situation.disturbance())
            .forEach((name, runs) -> report.add(name, situation.words(), runs));
      } finally {
        options.leave(place);
      }
    }
    System.out.print(report.markdown());
    options.write(report.json());
    return report.correct() ? 0 : 1;
  }
}
