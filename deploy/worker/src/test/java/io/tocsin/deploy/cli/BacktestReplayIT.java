package io.tocsin.deploy.cli;

import static io.tocsin.deploy.cli.CommandLineRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
