package io.tocsin.deploy.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One start of the {@code tocsin} command as a process of its own, its output in a file. */
final class Child {
  private static final String MAIN = "io.tocsin.deploy.cli.Main";

  private final Process process;
  private final Path log;
  private final long from;

  private Child(Process process, Path log, long from) {
    this.process = process;
    this.log = log;
    this.from = from;
  }

  static Child start(Path log, int heapMib, String... arguments) {
    return start(log, heapMib, Map.of(), arguments);
  }

  /** With environment variables of its own. */
  static Child start(Path log, int heapMib, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A start costs less with the first compiler alone; so many are started here.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + heapMib + "m"));
    command.addAll(List.of("-Dtocsin.log=info", "-cp", System.getProperty("java.class.path")));
    command.add(MAIN);
    command.addAll(List.of(arguments));
    try {
      long from = Files.exists(log) ? Files.size(log) : 0;
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(Redirect.appendTo(log.toFile())).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new Child(process, log, from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits until this start's output has a line with these words. */
  void awaitLine(String words, Duration limit) {
    Awaitility.await(words + " in " + log)
        .atMost(limit)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> says(words));
  }

  /**
   * Whether this start's output has a line with these words.
   *
   * @throws IllegalStateException if the process has ended
   */
  boolean says(String words) {
    if (!alive()) {
      throw new IllegalStateException("ended with " + process.exitValue() + ": " + log);
    }
    return said(words);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Whatever it does, it ends. */
  void destroy() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM, and what it ended with. */
  int end(Duration limit) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      signal("QUIT");
      throw new IllegalStateException("did not end within " + limit + ": " + log);
    }
    return process.exitValue();
  }

  /** SIGSTOP: stands still, keeps everything, knows nothing of it. */
  void freeze() throws InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws InterruptedException {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean said(String words) {
    try (var channel = Files.newInputStream(log)) {
      channel.skipNBytes(from);
      return new String(channel.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .contains(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
