package io.tocsin.deploy.benchmark.report;

import java.util.List;
import java.util.Optional;

/**
 * What a contest found, ready to be written down.
 *
 * @param about lines that say what was done, and on what machine
 */
public record Report(String workload, String jdk, List<String> about, List<SystemFigures> systems) {
  /** The system that all others are compared to. */
  static final String OURS = "tocsin";

  public Report {
    about = List.copyOf(about);
    systems = List.copyOf(systems);
  }

  /**
   * Returns the figures of our own system as it ships or else of its first variant, if any took
   * part.
   */
  Optional<SystemFigures> ours() {
    return systems.stream()
        .filter(system -> system.name().equals(OURS))
        .findFirst()
        .or(() -> systems.stream().filter(system -> system.name().startsWith(OURS)).findFirst());
  }

  /** Returns how many times more events per second we do than a peer, by medians. */
  static double speedRatio(SystemFigures ours, SystemFigures peer) {
    return ours.eventsPerSecond().median() / peer.eventsPerSecond().median();
  }

  /** Returns how many times more CPU time a peer takes per event than we do, by medians. */
  static double cpuRatio(SystemFigures ours, SystemFigures peer) {
    return peer.cpuPerMillion().median() / ours.cpuPerMillion().median();
  }
}
