package io.tocsin.deploy.cli;

import io.tocsin.deploy.backtest.BacktestRules;
import io.tocsin.deploy.config.ConfigFile;
import io.tocsin.deploy.config.ConfigFileReader;
import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.config.TextFile;
import io.tocsin.deploy.worker.CompositeRules;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.window.WindowSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The rules that a command is about, and the platform they are for. */
final class RulesOption {
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Rule file. Default: the shipped rules, by which the learned detector watches every series.")
  private @Nullable Path rules;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Platform's file: how its first source tells time, its receivers, routes and scope. Default: defaults.")
  private @Nullable Path config;

  /** What the options name. */
  Loaded load() {
    return load(rules, config);
  }

  /** Other rules for the same platform. */
  Loaded other(Path others) {
    return load(others, config);
  }

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

  /** These rules for a backtest of an input that ends. */
  static BacktestRules ending(Loaded loaded) {
    return version(loaded, loaded.file().sources().get(0).window().finite(1));
  }

  /** These rules for a backtest of an input that goes on. */
  static BacktestRules goingOn(Loaded loaded) {
    return version(loaded, loaded.file().sources().get(0).window());
  }

  private static BacktestRules version(Loaded loaded, WindowSettings windows) {
    return new BacktestRules(
        loaded.rules(),
        CompositeRules.of(loaded.ruleSet()),
        loaded.detect(),
        windows,
        loaded.file().summaries().window());
  }

  private static String text(@Nullable Path rules) {
    if (rules == null) {
      return Loaded.resource(Loaded.SHIPPED_RULES);
    }
    return TextFile.read(rules);
  }
}
