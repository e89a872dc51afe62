package io.tocsin.deploy.cli;

import io.tocsin.connectors.kafka.BrokerFailedException;
import io.tocsin.deploy.config.TextFile;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The door of the {@code tocsin} command: one subcommand per class, listed here.
 *
 * <p>Exit codes: 0 done, 1 the command failed or found what it looks for, 2 wrong usage.
 */
@Command(
    name = "tocsin",
    description = "Turns the events that sensors publish to Kafka into few alerts people trust.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      SendCommand.class,
      ReplayCommand.class,
      WorkerCommand.class,
      BrokerCommand.class,
      AlertsCommand.class,
      CheckCommand.class,
      TestCommand.class,
      BacktestCommand.class,
      PlanCommand.class,
      ExplainCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      ScoreCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;
  private final Stopping stopping = new Stopping();

  /** For picocli; use {@link #main}. */
  public Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See --help.");
  }

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String[] args) {
    HeadStart headStart = HeadStart.of(args);
    Main main = new Main();
    CommandLine line = new CommandLine(main).setExecutionExceptionHandler(Main::failed);
    headStart.awaitLogging();
    main.stopping.end(line.execute(args));
  }

  /** How subcommands learn that the process is told to end. */
  Stopping stopping() {
    return stopping;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof CommandFailed
        || e instanceof BrokerFailedException
        || e instanceof IllegalArgumentException
        || e instanceof java.io.UncheckedIOException) {
      command.getErr().println(e.getMessage());
      return Exit.FAILED;
    }
    if (e instanceof FileSystemException file) {
      command.getErr().println(file.getFile() + ": " + TextFile.reason(file));
      return Exit.FAILED;
    }
    throw e;
  }
}
