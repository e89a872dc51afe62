package io.tocsin.deploy.benchmark.system;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The programs that stand for other engines. Each has its own libraries, in versions of its own:
 * two of them even bring different builds of the same RocksDB classes.
 */
record PeerProgram(String module, String mainClass, List<String> jvmOptions) {
  private static final String PACKAGE = "io.tocsin.deploy.benchmark.";

  static final PeerProgram FLOOR = new PeerProgram("", PACKAGE + "floor.FloorMain", List.of());
  static final PeerProgram KAFKA_STREAMS =
      new PeerProgram("streams", PACKAGE + "streams.StreamsMain", List.of());
  static final PeerProgram FLINK =
      new PeerProgram("flink", PACKAGE + "flink.FlinkMain", flinkOptions());

  /**
   * Returns the program's class path.
   *
   * @throws IllegalStateException if it is not built
   */
  String classpath() {
    if (module.isEmpty()) {
      return System.getProperty("java.class.path");
    }
    Path target = target();
    if (!Files.isDirectory(target.resolve("lib"))) {
      throw new IllegalStateException(target + "/lib is missing: bin/tocsin-bench builds it");
    }
    return String.join(
        File.pathSeparator,
        target.resolve("classes").toString(),
        target.resolve("lib/*").toString());
  }

  /**
   * Returns where the module was built: as this one was, in {@code target} or in a folder within,
   * but one level deeper in the tree.
   */
  private Path target() {
    Path ours = Path.of(codeSource()).getParent();
    for (Path base = ours; base != null && base.getFileName() != null; base = base.getParent()) {
      if (base.getFileName().toString().equals("target")) {
        return base.resolveSibling(module).resolve("target").resolve(base.relativize(ours));
      }
    }
    throw new IllegalStateException(ours + ": the benchmark runs from a built checkout only");
  }

  private static URI codeSource() {
    try {
      return PeerProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Flink's own start scripts open these packages on Java 17. */
  private static List<String> flinkOptions() {
    return Stream.of(
            "java.io",
            "java.lang",
            "java.lang.reflect",
            "java.net",
            "java.nio",
            "java.text",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "sun.net.util",
            "sun.nio.ch")
        .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
        .toList();
  }
}
