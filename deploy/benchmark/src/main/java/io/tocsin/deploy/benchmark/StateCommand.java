package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.harness.Folders;
import io.tocsin.deploy.benchmark.state.StateScaleMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** State that is many times larger than the memory given to it. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description = {
      "Fills shards with far more state than worker.memory, goes on changing it, and counts it, in a process of",
      "its own. Exits 1 if an entry is missing, if the state is not ten times the memory, or if the process ever",
      "took more than its budget and 20 %%: heap, block cache, memtables and what a JVM takes besides."
    })
final class StateCommand implements Callable<Integer> {
  @Option(names = "--memory", description = "worker.memory, MiB (default: ${DEFAULT-VALUE}).")
  private int memory = 64;

  @Option(names = "--heap", description = "Largest heap (default: ${DEFAULT-VALUE}).")
  private String heap = "192m";

  @Option(names = "--entries", description = "Series with state (default: ${DEFAULT-VALUE}).")
  private int entries = 10_000_000;

  @Option(names = "--shards", description = "Shards (default: ${DEFAULT-VALUE}).")
  private int shards = 4;

  @Option(names = "--seconds", description = "Of changes (default: ${DEFAULT-VALUE}).")
  private int seconds = 30;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tocsin-bench-state-");
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx" + heap,
              "-cp",
              System.getProperty("java.class.path"),
              StateScaleMain.class.getName(),
              folder.toString(),
              Integer.toString(entries),
              Integer.toString(shards),
              Integer.toString(memory),
              Integer.toString(seconds))
          .inheritIO()
          .start()
          .waitFor();
    } finally {
      Folders.remove(folder);
    }
  }
}
