package io.tocsin.deploy.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the figures were measured on. */
final class Machine {
  private Machine() {}

  /** Returns what was asked for and what it ran on, a line each. */
  static List<String> about(ContestOptions options, String input) throws IOException {
    return List.of(
        input + "; runs in turn: " + options.runs(),
        Runtime.getRuntime().availableProcessors()
            + " cores of "
            + after("/proc/cpuinfo", "model name")
            + ", memory "
            + after("/proc/meminfo", "MemTotal")
            + ", shared by broker, harness and system",
        "load average at the end: " + Files.readString(Path.of("/proc/loadavg")).strip(),
        "JDK %s, heap %s %s"
            .formatted(version(options.jdk), options.heap, String.join(" ", options.jvmOptions)));
  }

  /** Returns the processor, memory and load of this machine, a line each. */
  static List<String> here() throws IOException {
    return List.of(
        Runtime.getRuntime().availableProcessors()
            + " cores of "
            + after("/proc/cpuinfo", "model name")
            + ", memory "
            + after("/proc/meminfo", "MemTotal"),
        "load average at the end: " + Files.readString(Path.of("/proc/loadavg")).strip());
  }

  /** Returns the version of a JDK, from its release file. */
  static String version(Path jdk) throws IOException {
    return after(jdk.resolve("release").toString(), "JAVA_VERSION").replace("\"", "");
  }

  private static String after(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceFirst("^[^:=]*[:=]", "").strip())
        .findFirst()
        .orElse("unknown");
  }
}
