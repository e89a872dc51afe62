package io.tocsin.deploy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ContestOptionsTest {
  @Command
  private static final class Any {
    @Mixin private final ContestOptions options = new ContestOptions();
  }

  private static ContestOptions options(String... args) {
    Any any = new Any();
    new CommandLine(any).parseArgs(args);
    return any.options;
  }

  @Test
  void aQuickLookIsAtMostSoMuch() {
    assertThat(options().events()).isEqualTo(10_000_000);
    assertThat(options().runs()).isEqualTo(5);
    assertThat(options("--quick").events()).isEqualTo(500_000);
    assertThat(options("--quick", "--runs", "9").runs()).isEqualTo(1);
    assertThat(options("--quick", "--events", "1000").events()).isEqualTo(1_000);
  }

  @Test
  void theReportForProgramsIsWrittenIfItIsWanted(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.json");
    options("--json", file.toString()).write("{}");
    options().write("{ }");
    assertThat(file).hasContent("{}");
  }
}
