package io.tocsin.deploy.benchmark.system;

import io.tocsin.deploy.benchmark.harness.RunPlace;
import io.tocsin.deploy.benchmark.harness.RunPlace.Job;
import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that a worker is started with: nothing but what the job needs; all else is as it ships.
 *
 * @param lanes threads of the detect task
 * @param memory for state, as {@code worker.memory} takes it
 * @param rules what the windowed job has of rules and detectors besides
 * @param amend whether closed windows stay correctable for an hour, as they do unless told
 *     otherwise; the other systems drop what is late, so that the same work is to drop it too
 */
record TocsinConfig(int lanes, String memory, Rules rules, boolean amend) {
  /** Writes the files of a run and returns the one to start with. */
  Path write(RunPlace place) {
    try {
      Path folder = Files.createDirectories(place.folder());
      Files.writeString(folder.resolve("rules.yaml"), ruleFile(place.job()));
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

  private String ruleFile(Job job) {
    return job == Job.ALERTS
        ? Rules.file(
            "limit", "  - alert: PressureHigh\n    expr: pressure > " + Transition.LIMIT + "\n")
        : rules.file();
  }
}
