package io.tocsin.deploy.cli;

import io.tocsin.deploy.config.ConfigFile;
import io.tocsin.deploy.config.ConfigFileReader;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.pipeline.rule.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the rules that a command names, with the platform they are for. */
final class RulesOption {
  private RulesOption() {}

  /**
   * The rules of one file.
   *
   * @param rules null for the shipped ones
   * @param config the platform's file; null for the defaults
   * @throws CommandFailed with every problem, if there is one
   */
  static Loaded load(@Nullable Path rules, @Nullable Path config) {
    Problems problems = new Problems();
    ConfigFile file =
        config == null
            ? new ConfigFileReader(System::getenv, problems).read("(defaults)", "")
            : Loaded.read(config, System::getenv, problems).file();
    String name = rules == null ? Loaded.SHIPPED_RULES : rules.toString();
    Loaded loaded = Loaded.read(file, name, text(rules), System::getenv, problems);
    if (!problems.isEmpty()) {
      throw new CommandFailed(problems.toString());
    }
    return loaded;
  }

  private static String text(@Nullable Path rules) {
    if (rules == null) {
      return Loaded.resource(Loaded.SHIPPED_RULES);
    }
    try {
      return Files.readString(rules);
    } catch (IOException e) {
      throw new CommandFailed("cannot read " + rules + ": " + e.getClass().getSimpleName());
    }
  }
}
