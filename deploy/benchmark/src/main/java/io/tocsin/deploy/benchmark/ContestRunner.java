package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.harness.Contest;
import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.RunResult;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import io.tocsin.deploy.benchmark.report.JsonReport;
import io.tocsin.deploy.benchmark.report.MarkdownReport;
import io.tocsin.deploy.benchmark.report.Report;
import io.tocsin.deploy.benchmark.report.SystemFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs contests from their options and writes their report. */
final class ContestRunner {
  private ContestRunner() {}

  /**
   * Runs the systems over the readings that the options ask for, once per number of sensors.
   *
   * @param defaults the systems if none were named
   * @param series numbers of sensors; with more than one, rows are named {@code system@series}
   * @return 0 if every system's answer was right, 1 otherwise
   */
  static int run(String workload, ContestOptions options, String defaults, int... series)
      throws IOException {
    List<Contestant> systems = options.systems(defaults);
    List<SystemFigures> figures = new ArrayList<>();
    for (int sensors : series) {
      String suffix = series.length == 1 ? "" : "@" + sensors;
      Map<String, List<RunResult>> runs = contest(options, systems, sensors);
      for (Contestant system : systems) {
        figures.add(
            SystemFigures.of(
                system, system.name() + suffix, runs.getOrDefault(system.name(), List.of())));
      }
    }
    String input =
        "%,d readings per run, one per sensor and %d ms of event time, of %s sensors"
            .formatted(options.events(), options.periodMillis, Arrays.toString(series));
    Report report =
        new Report(workload, Machine.version(options.jdk), Machine.about(options, input), figures);
    System.out.print(MarkdownReport.of(report));
    options.write(JsonReport.of(report));
    return figures.stream().allMatch(SystemFigures::correct) ? 0 : 1;
  }

  private static Map<String, List<RunResult>> contest(
      ContestOptions options, List<Contestant> systems, int sensors) throws IOException {
    Path place = options.place();
    try {
      ReadingPlan plan = new ReadingPlan(options.events(), sensors, options.periodMillis);
      return new Contest(options.settings(place), System.err::println).run(systems, plan);
    } finally {
      options.leave(place);
    }
  }
}
