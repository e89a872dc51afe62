package io.tocsin.deploy.benchmark.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is the same for every system of a contest.
 *
 * @param jdk home of the JDK that the systems run on
 * @param heap their largest heap, as {@code -Xmx} takes it
 * @param jvmOptions more options for all of them
 * @param runs measured runs of each, 1 or more
 * @param limit how long a run may take
 * @param folder where broker and systems keep their data; emptied by the caller
 */
public record ContestSettings(
    Path jdk, String heap, List<String> jvmOptions, int runs, Duration limit, Path folder) {
  public ContestSettings {
    jvmOptions = List.copyOf(jvmOptions);
    if (runs < 1) {
      throw new IllegalArgumentException("runs " + runs + ": 1 or more is expected");
    }
  }

  /** Returns the program that starts a system, with the options that all share. */
  public List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    command.add("-Xmx" + heap);
    command.addAll(jvmOptions);
    return List.copyOf(command);
  }
}
