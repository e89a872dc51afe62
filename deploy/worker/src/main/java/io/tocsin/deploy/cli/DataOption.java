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
      if (!Files.isReadable(file)) {
        throw new ParameterException(spec.commandLine(), "cannot read " + file);
      }
    }
  }
}
