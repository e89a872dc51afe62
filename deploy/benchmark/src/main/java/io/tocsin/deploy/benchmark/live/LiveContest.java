package io.tocsin.deploy.benchmark.live;

import io.tocsin.deploy.benchmark.harness.Broker;
import io.tocsin.deploy.benchmark.harness.ContestSettings;
import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.Folders;
import io.tocsin.deploy.benchmark.harness.RunPlace;
import io.tocsin.deploy.benchmark.harness.RunPlace.Job;
import io.tocsin.deploy.benchmark.harness.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lets systems do the alert job in turn, each with a fresh topic that is fed at an even pace while
 * it runs. Load, broker and system share the machine.
 */
public final class LiveContest {
  private static final int PARTITIONS = 4;

  private final ContestSettings settings;
  private final LiveSettings live;
  private final Consumer<String> said;

  /**
   * Prepares a contest.
   *
   * @param said takes one line per run, for a person who waits
   */
  public LiveContest(ContestSettings settings, LiveSettings live, Consumer<String> said) {
    this.settings = settings;
    this.live = live;
    this.said = said;
  }

  /** Runs the systems; returns the runs of each, in the order given. */
  public Map<String, List<LiveResult>> run(List<Contestant> systems, Disturbance disturbance) {
    String java = settings.jdk().resolve("bin/java").toString();
    Map<String, List<LiveResult>> results = new LinkedHashMap<>();
    try (Broker broker = Broker.start(settings.folder(), java);
        Topics topics = new Topics(broker.bootstrap())) {
      for (int number = 0; number < settings.runs(); number++) {
        List<Contestant> order = new ArrayList<>(systems);
        Collections.rotate(order, -number);
        for (Contestant system : order) {
          String id = system.id() + "-" + number;
          Path folder = settings.folder().resolve(id);
          RunPlace place =
              new RunPlace(
                  id, broker.bootstrap(), id + "-in", PARTITIONS, folder.resolve("a"), Job.ALERTS);
          LiveResult result = new LiveRun(topics, settings, live).of(system, place, disturbance);
          results.computeIfAbsent(system.name(), name -> new ArrayList<>()).add(result);
          said.accept(system.name() + ", " + disturbance.words() + ": " + result);
          Folders.remove(folder);
          topics.removeAllBut(Set.of());
        }
      }
    }
    return results;
  }
}
