package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.harness.Contest;
import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.Folders;
import io.tocsin.deploy.benchmark.harness.RunResult;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import io.tocsin.deploy.benchmark.report.JsonReport;
import io.tocsin.deploy.benchmark.report.MarkdownReport;
import io.tocsin.deploy.benchmark.report.Report;
import io.tocsin.deploy.benchmark.report.SystemFigures;
import io.tocsin.deploy.benchmark.system.Systems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a contest from its options and writes its report. */
final class ContestRunner {
  private ContestRunner() {}

  /**
   * Runs the systems over the readings that the options ask for.
   *
   * @param defaults the systems if none were named
   * @return 0 if every system's answer was right, 1 otherwise
   */
  static int run(String workload, ContestOptions options, String defaults) throws IOException {
    List<Contestant> systems = Systems.named(options.systems == null ? defaults : options.systems);
    ReadingPlan plan = new ReadingPlan(options.events(), options.sensors, options.periodMillis);
    Path place = options.place();
    try {
      Contest contest = new Contest(options.settings(place), System.err::println);
      Map<String, List<RunResult>> runs = contest.run(systems, plan);
      Report report = report(workload, options, systems, runs);
      System.out.print(MarkdownReport.of(report));
      if (options.json != null) {
        Files.writeString(options.json, JsonReport.of(report));
      }
      return report.systems().stream().allMatch(SystemFigures::correct) ? 0 : 1;
    } finally {
      if (options.keep) {
        System.err.println("data and logs are in " + place);
      } else {
        Folders.remove(place);
      }
    }
  }

  private static Report report(
      String workload,
      ContestOptions options,
      List<Contestant> systems,
      Map<String, List<RunResult>> runs)
      throws IOException {
    List<String> about = new ArrayList<>();
    about.add(
        "%,d readings of %,d sensors, one per %d ms each; %d runs in turn after one warm-up run"
            .formatted(options.events(), options.sensors, options.periodMillis, options.runs()));
    about.addAll(Machine.describe());
    String jdk = Machine.version(options.jdk);
    about.add("JDK " + jdk + ", heap " + options.heap + " " + String.join(" ", options.jvmOptions));
    List<SystemFigures> figures =
        systems.stream()
            .map(system -> SystemFigures.of(system, runs.getOrDefault(system.name(), List.of())))
            .toList();
    return new Report(workload, jdk, about, figures);
  }
}
