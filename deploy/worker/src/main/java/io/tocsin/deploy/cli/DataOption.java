package io.tocsin.deploy.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How files of events are read. */
final class DataOption {
  @Option(names = "--sensor", description = "Sensor of wide CSV files. Default: the file's name.")
  private String sensor = "";

  String sensor() {
    return sensor;
  }

  /**
   * Refuses files that cannot be read.
   *
   * @throws ParameterException that names the first
   */
  static void check(CommandSpec spec, List<Path> files) {
    for (Path file : files) {
      String wrong =
          Files.isDirectory(file)
              ? "is a folder, not a file"
              : Files.exists(file) ? "access is denied" : "there is no such file";
      if (Files.isDirectory(file) || !Files.isReadable(file)) {
        throw new ParameterException(spec.commandLine(), file + ": " + wrong);
      }
    }
  }
}
