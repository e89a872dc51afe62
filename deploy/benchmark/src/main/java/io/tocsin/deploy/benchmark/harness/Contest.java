package io.tocsin.deploy.benchmark.harness;

import io.tocsin.deploy.benchmark.harness.RunPlace.Job;
import io.tocsin.deploy.benchmark.load.ReadingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lets systems do the same work in turn, A B C, B C A, ...: what drifts on the machine meets all of
 * them alike, and none always follows the same other. The broker and the filled topic stay; every
 * run has a process, a consumer group, an output topic and a folder of its own, and leaves nothing
 * behind.
 */
public final class Contest {
  /** Readings of the run that comes before the measured ones and is not counted. */
  private static final long WARM_UP_READINGS = 50_000;

  private static final int PARTITIONS = 4;

  private final ContestSettings settings;
  private final Consumer<String> said;

  /**
   * @param said takes one line per run, for a person who waits
   */
  public Contest(ContestSettings settings, Consumer<String> said) {
    this.settings = settings;
    this.said = said;
  }

  /** Runs the systems over a plan; returns the measured runs of each, in the order given. */
  public Map<String, List<RunResult>> run(List<Contestant> systems, ReadingPlan plan) {
    String java = settings.jdk().resolve("bin/java").toString();
    try (Broker broker = Broker.start(settings.folder(), java);
        Topics topics = new Topics(broker.bootstrap())) {
      Run run = new Run(broker, topics, settings);
      ContestInput input = fill(broker, topics, "input", plan);
      ReadingPlan few =
          new ReadingPlan(
              Math.min(WARM_UP_READINGS, plan.size()), plan.sensors(), plan.periodMillis());
      ContestInput warmUp = fill(broker, topics, "warm-up", few);
      Round round = new Round(run, topics, broker.bootstrap(), Set.of("input", "warm-up"));
      systems.forEach(system -> round.run(system, warmUp, "warm-up"));
      Map<String, List<RunResult>> results = new LinkedHashMap<>();
      for (int number = 1; number <= settings.runs(); number++) {
        List<Contestant> order = new ArrayList<>(systems);
        Collections.rotate(order, 1 - number);
        for (Contestant system : order) {
          results
              .computeIfAbsent(system.name(), name -> new ArrayList<>())
              .add(round.run(system, input, "run " + number));
        }
      }
      return results;
    }
  }

  private ContestInput fill(Broker broker, Topics topics, String topic, ReadingPlan plan) {
    said.accept("filling " + topic + " with " + plan.size() + " records");
    return ContestInput.fill(topics, broker.bootstrap(), topic, PARTITIONS, plan);
  }

  private final class Round {
    private final Run run;
    private final Topics topics;
    private final String bootstrap;
    private final Set<String> keep;
    private int number;

    Round(Run run, Topics topics, String bootstrap, Set<String> keep) {
      this.run = run;
      this.topics = topics;
      this.bootstrap = bootstrap;
      this.keep = keep;
    }

    RunResult run(Contestant system, ContestInput input, String title) {
      String id = system.id() + "-" + number++;
      Path folder = settings.folder().resolve(id);
      RunPlace place =
          new RunPlace(id, bootstrap, input.topic(), input.partitions(), folder, Job.WINDOWED);
      try {
        Files.createDirectories(folder);
        RunResult result = run.of(system, place, input);
        said.accept(line(title, system, result));
        return result;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        Folders.remove(folder);
        topics.removeAllBut(keep);
      }
    }

    private String line(String title, Contestant system, RunResult result) {
      return "%s: %s: %,.0f events/s, %.2f CPU s per million, %,.0f MiB, %d outputs %s"
          .formatted(
              title,
              system.name(),
              result.pace().eventsPerSecond(),
              result.pace().cpuPerMillion(),
              result.peakRssMib(),
              result.outputs(),
              result.correct() ? "(correct)" : "WRONG: " + result.problem());
    }
  }
}
