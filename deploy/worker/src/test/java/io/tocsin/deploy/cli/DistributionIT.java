package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What is packed for other machines, unpacked and run. Only a whole build packs it. */
@EnabledIfSystemProperty(named = DistributionIT.ARCHIVE, matches = ".+")
class DistributionIT {
  static final String ARCHIVE = "tocsin.distribution";

  @TempDir private Path folder;

  private Path unpacked() throws IOException, InterruptedException {
    run("tar", "-xzf", System.getProperty(ARCHIVE), "-C", folder.toString());
    try (var in = Files.list(folder)) {
      return in.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  /** Runs a command to its end, which must be a good one, and returns what it said. */
  private String run(String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(3, TimeUnit.MINUTES);
      String text = Files.readString(said);
      assertThat(ended).as("%s ends: %s", Arrays.toString(command), text).isTrue();
      assertThat(process.exitValue()).as("%s: %s", Arrays.toString(command), text).isZero();
      return text;
    } finally {
      process.destroyForcibly();
    }
  }

  private Path readings() throws IOException {
    List<String> lines = new ArrayList<>(List.of("timestamp,temp_c"));
    for (int second = 10; second < 40; second++) {
      lines.add("2026-01-31 10:00:" + second + "," + (second < 20 ? 50 : 95));
    }
    return Files.write(folder.resolve("pump-7.csv"), lines);
  }

  @Test
  void startsFasterFromTheSecondTimeOnAndDoesTheWholeWork() throws Exception {
    Path home = unpacked();
    String tocsin = home.resolve("bin/tocsin").toString();
    assertThat(run(tocsin, "--version")).contains("preparing faster starts", "tocsin");
    try (var libraries = Files.list(home.resolve("lib"))) {
      assertThat(libraries.filter(path -> path.toString().endsWith(".jsa")))
          .hasSize(1)
          .allSatisfy(classes -> assertThat(classes).isNotEmptyFile());
    }
    assertThat(run(tocsin, "--version")).doesNotContain("preparing").startsWith("tocsin ");

    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            "groups: [{ name: g, interval: 1s, rules: [{ alert: Hot, expr: temp_c > 90 }] }]\n");
    Path out = folder.resolve("out");
    run(
        tocsin,
        "replay",
        "--rules",
        rules.toString(),
        "--out",
        out.toString(),
        readings().toString());
    assertThat(out.resolve("alerts.jsonl")).content().contains("\"Hot\"", "pump-7");
    assertThat(home.resolve("README.md")).isNotEmptyFile();
    assertThat(home.resolve("THIRD-PARTY.txt")).isNotEmptyFile();
  }
}
