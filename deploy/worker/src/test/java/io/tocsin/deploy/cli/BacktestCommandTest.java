package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BacktestCommandTest {
  private static final String RULES =
      """
      groups:
      - name: g
        interval: 10s
        rules:
        - { alert: High, expr: t > 10, for: %s, labels: { severity: critical } }
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private Path data = Path.of("");
  private Path rules = Path.of("");

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("time,sensor,metric,value\n");
    for (int i = 0; i < 120; i++) {
      boolean high = (i >= 20 && i < 40) || i == 60;
      csv.append("2026-01-01T00:%02d:%02dZ,s1,t,%d\n".formatted(i / 6, i % 6 * 10, high ? 20 : 5));
    }
    csv.append("yesterday,s1,t,1\n");
    data = Files.writeString(folder.resolve("data.csv"), csv);
    rules = Files.writeString(folder.resolve("rules.yaml"), RULES.formatted("20s"));
  }

  private int run(Object... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "backtest";
    for (int i = 0; i < arguments.length; i++) {
      all[i + 1] = arguments[i].toString();
    }
    return new CommandLine(new Main())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(all);
  }

  @Test
  void tellsFiringsByRuleAndSensor() {
    assertThat(run("--rules", rules, data)).isZero();
    assertThat(out.toString())
        .contains("120 events", "1 firings of 1 rules", "1 lines could not be read")
        .containsPattern("g/High +s1 +1 +≤ 3\\.3 min +2026-01-01T00:03:20Z");
  }

  @Test
  void tellsWhatAnotherVersionWouldHaveTold() throws IOException {
    Path other = Files.writeString(folder.resolve("other.yaml"), RULES.formatted("0s"));

    assertThat(run("--rules", rules, "--against", other, "--json", "-", data)).isZero();

    JsonNode difference = new ObjectMapper().readTree(out.toString()).path("difference");
    assertThat(difference.path("same").asInt()).isEqualTo(1);
    assertThat(difference.path("only_old").asInt()).isEqualTo(1);
    JsonNode gone = difference.path("firings").path(0);
    assertThat(gone.path("was").path("start").asText()).isEqualTo("2026-01-01T00:10:00Z");
    assertThat(gone.has("is")).isFalse();
  }

  @Test
  void judgesByTheTruth() throws IOException {
    Path truth =
        Files.writeString(
            folder.resolve("truth.jsonl"),
            """
            {"sensor":"s1","kind":"hot","start":"2026-01-01T00:03:10Z","end":"2026-01-01T00:06:30Z"}
            {"sensor":"s1","kind":"spike","start":"2026-01-01T00:10:00Z","end":"2026-01-01T00:10:05Z"}
            """);

    assertThat(run("--rules", rules, "--truth", truth, data)).isZero();

    assertThat(out.toString())
        .contains("precision 1.000 (1 of 1 firings", "recall 0.500 (1 of 2 faults", "delay 10.0 s")
        .contains("missed: s1 spike");
  }

  @Test
  void aTruthThatIsNoneIsToldByItsLine() throws IOException {
    Path truth =
        Files.writeString(folder.resolve("truth.jsonl"), "{\"sensor\":\"s1\",\"start\":5}");

    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new Main())
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  command.getErr().println(e.getMessage());
                  return 1;
                })
            .execute("backtest", "--truth", truth.toString(), data.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("truth.jsonl, line 1: \"end\" is");
  }
}
