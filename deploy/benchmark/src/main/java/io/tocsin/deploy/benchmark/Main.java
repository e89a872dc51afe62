package io.tocsin.deploy.benchmark;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code tocsin-bench}: measures Tocsin and other engines at the same work. */
@Command(
    name = "tocsin-bench",
    mixinStandardHelpOptions = true,
    description = "Measures Tocsin and other engines at the same work, on this machine.",
    subcommands = {
      WindowedCommand.class,
      AlertingCommand.class,
      LatencyCommand.class,
      SoakCommand.class,
      RecoveryCommand.class,
      ScaleCommand.class,
      FloorCommand.class,
      StateCommand.class,
      JmhCommand.class,
      NabCommand.class,
      QuietCommand.class,
      FleetCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command; what it cannot do as it was asked for is one line and exit code 2. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof IllegalArgumentException) {
                command.getErr().println("tocsin-bench: " + failure.getMessage());
                return command.getCommandSpec().exitCodeOnInvalidInput();
              }
              throw failure;
            });
  }
}
