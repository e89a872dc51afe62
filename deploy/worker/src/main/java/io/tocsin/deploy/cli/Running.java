package io.tocsin.deploy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What runs with an embedded broker on this machine for this user, so that {@code send} and {@code
 * alerts} find it without being told. One file in the temporary folder, written at start, removed
 * at the end, ignored when its process is gone.
 *
 * @param bootstrap where its broker listens
 * @param prefix its topic prefix
 */
record Running(String bootstrap, String prefix) {
  private static Path file() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "tocsin-" + System.getProperty("user.name") + ".properties");
  }

  /** The last that was started, if it still runs. */
  static Optional<Running> find() {
    if (!Files.isReadable(file())) {
      return Optional.empty();
    }
    Properties p = new Properties();
    try (var in = Files.newInputStream(file())) {
      p.load(in);
      long pid = Long.parseLong(p.getProperty("pid", "-1"));
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
          ? Optional.of(
              new Running(p.getProperty("bootstrap", ""), p.getProperty("prefix", "tocsin")))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Makes it known until {@link #withdraw}. */
  void announce() {
    Properties p = new Properties();
    p.putAll(
        Map.of(
            "bootstrap",
            bootstrap,
            "prefix",
            prefix,
            "pid",
            Long.toString(ProcessHandle.current().pid())));
    try (var out = Files.newOutputStream(file())) {
      p.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file(), e);
    }
  }

  void withdraw() {
    try {
      if (find().equals(Optional.of(this))) {
        Files.deleteIfExists(file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file(), e);
    }
  }
}
