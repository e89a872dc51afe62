package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.harness.ContestSettings;
import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.Folders;
import io.tocsin.deploy.benchmark.system.Systems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all workloads share. Filled by picocli. */
final class ContestOptions {
  private static final Duration LIMIT_PER_RUN = Duration.ofMinutes(20);

  /**
   * What {@code --quick} runs at most: so much on three systems, each once to warm up and once to
   * measure, is meant to end within two minutes on an idle machine.
   */
  private static final long QUICK_EVENTS = 500_000;

  private static final int QUICK_RUNS = 1;

  @Option(
      names = "--systems",
      description =
          "Systems to run, by name, with commas between; a wrong name lists them. JVM options of its"
              + " own may follow a name, with spaces between.")
  @Nullable String systems;

  @Option(names = "--events", description = "Readings per run (default: ${DEFAULT-VALUE}).")
  long events = 10_000_000;

  @Option(names = "--sensors", description = "Sensors (default: ${DEFAULT-VALUE}).")
  int sensors = 10_000;

  @Option(
      names = "--period",
      description = "Event time between two readings of a sensor, ms (default: ${DEFAULT-VALUE}).")
  long periodMillis = 1_000;

  @Option(names = "--runs", description = "Measured runs per system (default: ${DEFAULT-VALUE}).")
  int runs = 5;

  @Option(
      names = "--quick",
      description =
          "A rough look: 500,000 readings, 1 run. Three systems, as windowed has them by default,"
              + " take two minutes at most on an idle machine; every further system, and every"
              + " further number of series, makes it longer.")
  boolean quick;

  @Option(names = "--json", description = "Write the report as JSON to this file too.")
  @Nullable Path json;

  @Option(names = "--jdk", description = "Home of the JDK to run on (default: ${DEFAULT-VALUE}).")
  Path jdk = Path.of(System.getProperty("java.home"));

  @Option(names = "--heap", description = "Largest heap per system (default: ${DEFAULT-VALUE}).")
  String heap = "2g";

  @Option(names = "--jvm", description = "One more JVM option for every system; may be repeated.")
  List<String> jvmOptions = List.of();

  @Option(
      names = "--folder",
      description =
          "Where broker and systems keep data, in folders of their own (default: the temporary folder).")
  @Nullable Path folder;

  @Option(names = "--keep", description = "Keep that folder, with the logs, afterwards.")
  boolean keep;

  /** Returns the number of readings per run. */
  long events() {
    return quick ? Math.min(events, QUICK_EVENTS) : events;
  }

  /** Returns the number of measured runs per system. */
  int runs() {
    return quick ? QUICK_RUNS : runs;
  }

  /** Returns the settings of a contest in a folder. */
  ContestSettings settings(Path place) {
    return new ContestSettings(jdk, heap, jvmOptions, runs(), LIMIT_PER_RUN, place);
  }

  /** Makes a folder to work in. */
  Path place() throws IOException {
    return folder == null
        ? Files.createTempDirectory("tocsin-bench-")
        : Files.createTempDirectory(Files.createDirectories(folder), "contest-");
  }

  /** Removes that folder, or tells that it is kept. */
  void leave(Path place) {
    if (keep) {
      System.err.println("data and logs are in " + place);
    } else {
      Folders.remove(place);
    }
  }

  /** Returns the systems that were named, or the default ones. */
  List<Contestant> systems(String defaults) {
    return Systems.named(systems == null ? defaults : systems);
  }

  /** Writes the report for programs, if it is wanted. */
  void write(String report) throws IOException {
    if (json != null) {
      Files.writeString(json, report);
    }
  }
}
