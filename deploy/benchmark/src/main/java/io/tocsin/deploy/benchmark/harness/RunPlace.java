package io.tocsin.deploy.benchmark.harness;

import java.nio.file.Path;

/**
 * Where one run of one system happens.
 *
 * @param id names the run and nothing else: consumer group, topics of its own
 * @param input the filled topic
 * @param partitions of the input, and of every topic made for the run
 * @param folder the run's own disk
 * @param job what the system is asked to do
 */
public record RunPlace(
    String id, String bootstrap, String input, int partitions, Path folder, Job job) {
  /** What a system can be asked to do. */
  public enum Job {
    /** Count, sum, min, max and mean per sensor and window. */
    WINDOWED,
    /** Tell when a reading takes a sensor beyond a limit, and when the next takes it back. */
    ALERTS
  }

  /** Returns the same run on another disk. */
  public RunPlace on(Path otherFolder) {
    return new RunPlace(id, bootstrap, input, partitions, otherFolder, job);
  }

  /** Returns the topic that takes the results of a system that lets it be named. */
  public String output() {
    return id + "-out";
  }
}
