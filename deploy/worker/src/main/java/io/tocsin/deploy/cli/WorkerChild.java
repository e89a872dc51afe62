package io.tocsin.deploy.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A worker as a child process with this process' Java and class path. */
final class WorkerChild implements AutoCloseable {
  private final Path folder;
  private final Path config;
  private Process process;
  private int kills;

  WorkerChild(Path folder, Path config) {
    this.folder = folder;
    this.config = config;
    this.process = start();
  }

  /** SIGKILL, and a new one at once. */
  synchronized void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    kills++;
    process = start();
  }

  synchronized int kills() {
    return kills;
  }

  synchronized boolean alive() {
    return process.isAlive();
  }

  private Process start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("-X") || a.startsWith("--") || a.startsWith("-Dlog4j"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Dtocsin.log=info",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "worker",
            "--config",
            config.toString()));
    File log = folder.resolve("worker.log").toFile();
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(log))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the worker: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
