package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command as a user would give it, in this process. */
final class CommandLineRun {
  private CommandLineRun() {}

  /** What a command says that must succeed. */
  static String run(Object... arguments) {
    StringWriter said = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code =
        new CommandLine(new Main())
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(said))
            .execute(words);
    assertThat(code).as(said.toString()).isZero();
    return said.toString();
  }
}
