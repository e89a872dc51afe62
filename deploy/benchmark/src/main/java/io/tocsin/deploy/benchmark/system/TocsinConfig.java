package io.tocsin.deploy.benchmark.system;

import io.tocsin.deploy.benchmark.harness.RunPlace;
import io.tocsin.deploy.benchmark.harness.RunPlace.Job;
import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a worker is started with: nothing but what the job needs; all else is as it ships.
 *
 * @param lanes threads of the detect task
 * @param memory for state, as {@code worker.memory} takes it
 * @param alerting whether the windowed job has rules and a detector besides
 * @param amend whether closed windows stay correctable for an hour, as they do unless told
 *     otherwise; the other systems drop what is late, so that the same work is to drop it too
 */
record TocsinConfig(int lanes, String memory, boolean alerting, boolean amend) {
  private static final String NO_RULES = "groups: []\n";

  /**
   * Ranges and thresholds: most hold for some sensors and some time, so that alerts come and go.
   */
  private static final List<String> CONDITIONS =
      List.of(
          "pressure > 119.5",
          "pressure < 20.25",
          "avg_over_time(pressure[10s]) > 95",
          "avg_over_time(pressure[10s]) < 45",
          "max_over_time(pressure[10s]) > 119",
          "min_over_time(pressure[10s]) < 20.5",
          "stddev_over_time(pressure[10s]) > 42",
          "sum_over_time(pressure[10s]) > 950",
          "count_over_time(pressure[10s]) < 5",
          "avg_over_time(pressure[30s]) > 85",
          "avg_over_time(pressure[30s]) < 55",
          "max_over_time(pressure[30s]) > 119.5",
          "min_over_time(pressure[30s]) > 40",
          "stddev_over_time(pressure[30s]) > 36",
          "avg_over_time(pressure[1m]) > 80",
          "avg_over_time(pressure[1m]) < 60",
          "max_over_time(pressure[1m]) < 100",
          "min_over_time(pressure[1m]) > 35",
          "deriv(pressure[1m]) > 1",
          "stddev_over_time(pressure[1m]) > 34");

  /** Writes the files of a run and returns the one to start with. */
  Path write(RunPlace place) {
    try {
      Path folder = Files.createDirectories(place.folder());
      Files.writeString(folder.resolve("rules.yaml"), rules(place.job()));
      return Files.writeString(folder.resolve("tocsin.yaml"), platform(place));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String platform(RunPlace place) {
    return """
        worker:
          topic_prefix: %s
          partitions: %d
          tasks: [detect]
          state_dir: %s
          memory: %s
          lanes: %d
          http: { port: 0 }
        kafka:
          bootstrap.servers: "%s"
        sources:
          readings:
            type: kafka
            topics: [%s]
            decoding: { codec: native }
            keyed: true
            max_out_of_order: 0s
            grace: %ds
            late: %s
        summaries: { window: %ds }
        rule_files: [rules.yaml]
        """
        .formatted(
            place.id(),
            place.partitions(),
            place.folder().resolve("state"),
            memory,
            lanes,
            place.bootstrap(),
            place.input(),
            ReadingPlan.GRACE_MILLIS / 1_000,
            amend ? "amend" : "drop",
            ReadingPlan.WINDOW_MILLIS / 1_000);
  }

  private String rules(Job job) {
    if (job == Job.ALERTS) {
      return group(
          "limit", "  - alert: PressureHigh\n    expr: pressure > " + Transition.LIMIT + "\n");
    }
    return alerting ? group("plant", conditions()) : NO_RULES;
  }

  private static String group(String name, String rules) {
    return "groups:\n- name: " + name + "\n  interval: 10s\n  rules:\n" + rules;
  }

  private static String conditions() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < CONDITIONS.size(); i++) {
      rules.append("  - alert: Pressure").append(i).append('\n');
      rules.append("    expr: ").append(CONDITIONS.get(i)).append('\n');
      rules.append("    labels: { severity: warning }\n");
    }
    rules.append("  - alert: PressureUnusual\n");
    rules.append("    anomaly: { metric: pressure, method: auto, false_alarms: 1/100000 }\n");
    return rules.append("    labels: { severity: info }\n").toString();
  }
}
