package io.tocsin.deploy.cli;

import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.config.TextFile;
import io.tocsin.deploy.exchange.AlertmanagerExport;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes other systems' files of ours. */
@Command(
    name = "export",
    description = "Makes an Alertmanager configuration of a platform's file.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "export what? accepted: alertmanager");
  }

  @Command(
      name = "alertmanager",
      description = {
        "Routes, inhibitions, time intervals and receivers of a platform's file as an Alertmanager configuration that amtool accepts.",
        "What Alertmanager has no word for is listed on standard error."
      },
      mixinStandardHelpOptions = true)
  int alertmanager(
      @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
          @Nullable Path out,
      @Parameters(paramLabel = "FILE") Path file)
      throws IOException {
    Problems problems = new Problems();
    String text = TextFile.read(file);
    Loaded.read(file, System::getenv, problems);
    if (!problems.isEmpty()) {
      throw new CommandFailed(problems.toString());
    }
    Exchanged.write(spec, AlertmanagerExport.convert(file.toString(), text, System::getenv), out);
    return Exit.OK;
  }
}
