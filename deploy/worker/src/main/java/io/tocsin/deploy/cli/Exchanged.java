package io.tocsin.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.deploy.exchange.Carried;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Reads and writes what is imported and exported. */
final class Exchanged {
  private Exchanged() {}

  static void write(CommandSpec spec, Carried made, @Nullable Path out) throws IOException {
    if (out == null) {
      spec.commandLine().getOut().print(made.text());
      spec.commandLine().getOut().flush();
    } else {
      Files.writeString(out, made.text(), UTF_8);
    }
    made.left().forEach(spec.commandLine().getErr()::println);
    spec.commandLine().getErr().flush();
  }
}
