package io.tocsin.deploy.benchmark.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One process with a JVM of its own, its output in a file. Thread-safe. */
public final class ChildJvm implements AutoCloseable {
  /** What the C library's memory is set by. */
  public static final String MALLOC = "MALLOC_";

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread orphanKiller;

  private ChildJvm(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.orphanKiller = new Thread(process::destroyForcibly, name + "-killer");
    Runtime.getRuntime().addShutdownHook(orphanKiller);
  }

  /**
   * Starts a process.
   *
   * @param java the {@code java} program and its options
   * @param log where its output goes, appended
   */
  public static ChildJvm start(String name, List<String> java, LaunchSpec spec, Path log) {
    List<String> command = new ArrayList<>(java);
    command.addAll(spec.jvmOptions());
    command.addAll(List.of("-cp", spec.classpath(), spec.mainClass()));
    command.addAll(spec.arguments());
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      // What our launcher sets is for our commands.
      builder.environment().keySet().removeIf(variable -> variable.startsWith(MALLOC));
      builder.environment().putAll(spec.environment());
      return new ChildJvm(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** Returns what the kernel tells of it. */
  public ProcessReading read() {
    try {
      return ProcessReading.of(process.pid());
    } catch (IOException e) {
      throw new UncheckedIOException(died(), e);
    }
  }

  /** Returns whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /**
   * Waits for a line of its output.
   *
   * @throws IllegalStateException if it ends, or the time passes, before the line comes
   */
  public void awaitLine(Predicate<String> line, Duration limit) {
    Waiting.until(
        name + " to be ready (" + log + ")",
        limit,
        () -> {
          if (!alive()) {
            throw new IllegalStateException(died());
          }
          try (var lines = Files.lines(log)) {
            return lines.anyMatch(line);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Ends it at once, as a crash does (SIGKILL). */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Ends it politely, and by force when it does not listen. */
  @Override
  public void close() {
    process.destroy();
    if (!awaitEnd()) {
      kill();
    }
  }

  private boolean awaitEnd() {
    try {
      boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        forgetKiller();
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void forgetKiller() {
    try {
      Runtime.getRuntime().removeShutdownHook(orphanKiller);
    } catch (IllegalStateException e) {
      // This process is ending too: the hook runs, and finds nothing to do.
    }
  }

  private String died() {
    return name + " has ended; its last words are in " + log;
  }
}
