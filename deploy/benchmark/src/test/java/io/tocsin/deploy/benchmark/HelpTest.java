package io.tocsin.deploy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What every command of {@code tocsin} and {@code tocsin-bench} says of itself. */
class HelpTest {
  static Stream<Named<CommandLine>> commands() {
    return Stream.of(new CommandLine(new io.tocsin.deploy.cli.Main()), Main.commandLine())
        .flatMap(HelpTest::andBelow)
        .map(command -> Named.of(command.getCommandSpec().qualifiedName(), command));
  }

  /**
   * picocli takes every text for a format; one that is none it shows as it is, after a warning on
   * the error stream.
   */
  @ParameterizedTest
  @MethodSource("commands")
  void everyTextIsAFormatAndShownFormatted(CommandLine command) {
    assertThat(texts(command.getCommandSpec()))
        .isNotEmpty()
        .allSatisfy(
            text -> assertThatCode(() -> text.formatted()).as(text).doesNotThrowAnyException());
    assertThat(command.getUsageMessage()).contains("Usage: ").doesNotContain("%n", "%%");
  }

  private static Stream<CommandLine> andBelow(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::andBelow));
  }

  private static Stream<String> texts(CommandSpec spec) {
    UsageMessageSpec usage = spec.usageMessage();
    return Stream.of(
            Stream.of(usage.header(), usage.description(), usage.footer()).flatMap(Arrays::stream),
            usage.exitCodeList().entrySet().stream().map(code -> code.getKey() + code.getValue()),
            Stream.of(usage.exitCodeListHeading(), usage.descriptionHeading()),
            spec.args().stream().flatMap(arg -> Arrays.stream(arg.description())))
        .flatMap(text -> text);
  }
}
