package io.tocsin.deploy.benchmark.harness;

import java.nio.file.Path;

/**
 * Where one run of one system happens.
 *
 * @param id names the run and nothing else: consumer group, topics of its own
 * @param input the filled topic
 * @param partitions of the input, and of every topic made for the run
 * @param folder the run's own disk
 */
public record RunPlace(String id, String bootstrap, String input, int partitions, Path folder) {
  /** Returns the topic that takes the results of a system that lets it be named. */
  public String output() {
    return id + "-out";
  }
}
