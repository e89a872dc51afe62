package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The same data under the same rules: in memory, and by the real worker through Kafka. */
class BacktestReplayIT {
  @TempDir private Path folder;

  @Test
  void aBacktestTellsByteForByteWhatAReplayThroughKafkaTells() throws IOException {
    Path data = PlantData.write(folder.resolve("data.csv"), 30, 2000);
    Path rules = Files.writeString(folder.resolve("rules.yaml"), PlantData.RULES);
    Path alerts = folder.resolve("backtest.jsonl");

    run("backtest", "--rules", rules, "--alerts", alerts, data);
    run("replay", "--rules", rules, "--out", folder.resolve("replay"), data);

    List<String> told = Files.readAllLines(alerts);
    assertThat(told).hasSizeGreaterThan(300);
    assertThat(String.join("\n", told)).contains("TempHigh", "TempSpike", "PressureUnusual");
    assertThat(Files.readAllLines(folder.resolve("replay/alerts.jsonl"))).isEqualTo(told);
  }

  private static void run(Object... arguments) {
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
  }
}
