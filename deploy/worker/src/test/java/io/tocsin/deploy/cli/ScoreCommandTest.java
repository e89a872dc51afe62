package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ScoreCommandTest {
  private static final int ROWS = 3000;
  private static final int SPIKE = 2500;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesOneRowPerRowAndAlertsOnce() throws IOException {
    assertThat(run(write(host(ROWS)))).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(ROWS + 1);
    assertThat(lines.get(0)).isEqualTo("timestamp,score,alert,explanation");
    assertThat(lines.get(1)).isEqualTo("2026-01-01 00:00:00,0.0000,0,not enough data");
    String alert = lines.get(1 + SPIKE);
    assertThat(alert).contains(",1,\"").contains("cpu: ").contains("contributions: cpu");
    assertThat(score(alert)).isGreaterThan(11.51);
    List<String> quiet = lines.stream().skip(1).filter(line -> line.contains(",0,")).toList();
    assertThat(quiet).hasSizeGreaterThan(ROWS - 10).allMatch(line -> score(line) < 11.52);
  }

  @Test
  void scoresDependOnEarlierRowsOnly() throws IOException {
    List<String> rows = host(ROWS);
    run(write(rows), "--per-metric");
    List<String> whole = out.toString().lines().toList();
    for (int length : new int[] {1, 150, 700, SPIKE, SPIKE + 1, ROWS - 1}) {
      out.getBuffer().setLength(0);
      run(write(rows.subList(0, length + 1)), "--per-metric");
      assertThat(out.toString().lines().toList()).isEqualTo(whole.subList(0, length + 1));
    }
  }

  @Test
  void aMetricsScoreDoesNotDependOnOtherMetrics() throws IOException {
    run(write(host(ROWS)), "--per-metric");
    List<String> both = out.toString().lines().skip(1).map(line -> cell(line, 2)).toList();
    out.getBuffer().setLength(0);
    List<String> alone =
        host(ROWS).stream()
            .map(row -> row.split(",", -1)[0] + "," + row.split(",", -1)[1])
            .toList();
    run(write(alone), "--per-metric");
    assertThat(out.toString().lines().skip(1).map(line -> cell(line, 1)).toList()).isEqualTo(both);
  }

  private static String cell(String line, int fromEnd) {
    String[] cells = line.split(",", -1);
    return cells[cells.length - fromEnd];
  }

  @Test
  void addsAColumnPerMetric() throws IOException {
    run(write(host(ROWS)), "--per-metric");
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0))
        .endsWith(
            ",explanation,score.cpu,score.\"disk, free\""
                .replace("score.\"disk, free\"", "\"score.disk, free\""));
    String[] cells = lines.get(1 + SPIKE).split(",", -1);
    assertThat(Double.parseDouble(cells[cells.length - 2])).isGreaterThan(11.51);
    assertThat(Double.parseDouble(cells[cells.length - 1])).isLessThan(11.51);
  }

  @Test
  void drawsAPageThatNeedsNothingElse() throws IOException {
    List<String> rows = host(ROWS);
    rows.set(0, "timestamp,cpu,</script><b>");
    Path page = folder.resolve("plot.html");
    assertThat(run(write(rows), "--plot", page.toString())).isZero();
    String html = Files.readString(page);
    assertThat(html)
        .contains("name=\"viewport\"")
        .contains("\"rows\":3000")
        .contains("\\u003c/script\\u003e\\u003cb\\u003e")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("/*DATA*/");
    assertThat(html.split("</script>", -1)).hasSize(2);
  }

  @Test
  void aLateRowKeepsItsPlaceAndIsSaidToBeIgnored() throws IOException {
    List<String> rows = host(300);
    rows.add(rows.get(5));
    run(write(rows));
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(302);
    assertThat(lines.get(301)).endsWith(",0.0000,0,earlier than a row before: ignored");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timestamp,a\\n1,2\\nx,3| line 3: column timestamp: 'x' is not a time",
        "timestamp,a\\n1,2\\n2,3,4| line 3: 3 columns where the header has 2",
        "timestamp,a,b\\n1,2,zwei| line 2: column b: 'zwei' is not a finite number",
        "timestamp,a\\n1,1e999| line 2: column a: '1e999' is not a finite number",
        "timestamp,a,a\\n1,2,3| line 1: column 3 'a' is named twice",
        "timestamp,a,\\n1,2,3| line 1: column 3 of the header has no name",
        "1,2\\n2,3| line 1: '1' begins the header",
        "timestamp\\n2| line 1: 'timestamp' begins the header",
        "timestamp,a\\n1,\"2| line 2: a quoted cell does not end",
        "''| empty; a header timestamp,metric1,... is expected"
      })
  void namesLineColumnAndValueOfWhatIsWrong(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), text.replace("\\n", "\n"));
    assertThat(run(file)).isEqualTo(1);
    assertThat(err.toString()).contains("bad.csv").contains(message.strip());
  }

  @Test
  void takesWordsForMissingReadingsAndAnIndexWithoutAName() throws IOException {
    String text = ",a,b\n0,NaN,true\n1,inf,false\n2,,None\n3,1,N/A\n";
    assertThat(run(Files.writeString(folder.resolve("words.csv"), text))).isZero();
    assertThat(out.toString().lines()).hasSize(5);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void refusesAnUnknownDetectorAndAMissingFile() throws IOException {
    assertThat(run(write(host(10)), "--detector", "magic")).isEqualTo(2);
    assertThat(err.toString()).contains("'magic' is not one of auto, novelty");
    assertThat(run(folder.resolve("none.csv"))).isEqualTo(1);
    assertThat(err.toString()).contains("none.csv: no such file");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:59:59Z, 1769903999000",
    "2026-01-31T23:59:59+01:00, 1769900399000",
    "2026-01-31 23:59:59, 1769903999000",
    "2026-01-31 23:59, 1769903940000",
    "2026-01-31T23:59:59.250, 1769903999250",
    "1769903999, 1769903999000",
    "1769903999.25, 1769903999250",
    "1769903999250, 1769903999250"
  })
  void readsTimestamps(String text, long expected) {
    assertThat(Timestamps.parse(text)).isEqualTo(expected);
  }

  private int run(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("score", file.toString()));
    arguments.addAll(List.of(options));
    CommandLine line = new CommandLine(new Main());
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(arguments.toArray(new String[0]));
  }

  private Path write(List<String> rows) throws IOException {
    return Files.write(folder.resolve("host.csv"), rows);
  }

  private static double score(String line) {
    return Double.parseDouble(line.split(",", -1)[1]);
  }

  /** A host of two metrics, the second with missing cells; cpu has a spike. */
  private static List<String> host(int count) {
    Random random = new Random(1);
    List<String> rows = new ArrayList<>();
    rows.add("timestamp,cpu,\"disk, free\"");
    for (int i = 0; i < count; i++) {
      double cpu = i == SPIKE ? 90 : 20 + random.nextGaussian();
      String disk = i % 7 == 3 ? "" : Double.toString(500 + 5 * random.nextGaussian());
      rows.add(
          String.format(
              Locale.ROOT,
              "2026-01-%02d %02d:%02d:00,%s,%s",
              1 + i / 1440,
              i / 60 % 24,
              i % 60,
              cpu,
              disk));
    }
    return rows;
  }
}
