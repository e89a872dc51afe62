package io.tocsin.deploy.cli;

import io.tocsin.deploy.config.ConfigFileReader;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.config.TextFile;
import io.tocsin.pipeline.rule.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells every problem of configuration or rule files at once. */
@Command(
    name = "check",
    description = {
      "Checks configuration and rule files: every problem at once, with line, key and value.",
      "A file with a top-level key \"groups\" is a rule file; any other is a platform's file, checked with the rule files it names."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no problem", "1:problems found", "2:wrong usage"})
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to check.")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    Problems problems = new Problems();
    for (Path file : files) {
      try {
        check(file, problems);
      } catch (TextFile.Unreadable e) {
        problems.addFile(e.file(), e.reason());
      }
    }
    if (problems.isEmpty()) {
      spec.commandLine()
          .getOut()
          .println(files.size() + (files.size() == 1 ? " file" : " files") + ": no problem");
      return Exit.OK;
    }
    spec.commandLine().getOut().println(problems);
    spec.commandLine()
        .getOut()
        .println(problems.size() + (problems.size() == 1 ? " problem" : " problems"));
    return Exit.FAILED;
  }

  private static void check(Path file, Problems problems) {
    String text = TextFile.read(file);
    if (TextFile.isRules(text)) {
      var defaults = new ConfigFileReader(System::getenv, new Problems()).read("(defaults)", "");
      Loaded.read(defaults, file.toString(), text, System::getenv, problems);
    } else {
      Loaded.read(file, System::getenv, problems);
    }
  }
}
