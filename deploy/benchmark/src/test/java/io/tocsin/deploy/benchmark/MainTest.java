package io.tocsin.deploy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  @Test
  void anUnknownSystemIsOneLineThatNamesTheKnownOnes() {
    StringWriter told = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(told));

    int exit = command.execute("windowed", "--systems", "tocsin,storm");

    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(told.toString())
        .startsWith("tocsin-bench: system \"storm\" is unknown; known are tocsin, ")
        .hasLineCount(1);
  }
}
