package io.tocsin.connectors.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.event.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of events, good lines and bad ones. */
class EventFileTest {
  @TempDir Path folder;

  private Path write(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private static List<String> read(Path file, String sensor) throws IOException {
    List<String> read = new ArrayList<>();
    try (EventFile events = EventFile.open(file, sensor)) {
      for (FileLine line = events.next(); line != null; line = events.next()) {
        Undecodable wrong = line.wrong();
        if (wrong != null) {
          read.add(wrong.reason().word() + ": " + wrong.message());
        }
        line.events()
            .forEach(
                e ->
                    read.add(
                        ((Reading) e).series() + " " + ((Reading) e).value() + " " + e.time()));
      }
    }
    return read;
  }

  @Test
  void wideCsv() throws IOException {
    Path file =
        write(
            "pump-7.csv",
            "timestamp,temp,pressure",
            "2026-01-31 10:00:00,80.5,3.2",
            "",
            "2026-01-31 10:00:01,,-1e3",
            "2026-01-31 10:00:02,hot,1",
            "2026-01-31 10:00:03,1",
            "yesterday,1,2",
            "2026-01-31 10:00:04,1e999,2");
    assertThat(read(file, ""))
        .containsExactly(
            "temp{sensor=\"pump-7\"} 80.5 1769853600000",
            "pressure{sensor=\"pump-7\"} 3.2 1769853600000",
            "pressure{sensor=\"pump-7\"} -1000.0 1769853601000",
            "malformed: line 5: column \"temp\" is \"hot\"; accepted: a number such as 3.2, or"
                + " nothing",
            "malformed: line 6: has 2 cells; accepted: 3, as the header has",
            "bad_time: line 7: column \"timestamp\" is \"yesterday\"; accepted: ISO-8601,"
                + " YYYY-MM-DD HH:MM:SS (UTC), or epoch seconds, milli-, micro- or nanoseconds",
            "not_finite: line 8: column \"temp\" is \"1e999\"; accepted: a number such as 3.2, or"
                + " nothing");
    assertThat(read(file, "other").get(0)).startsWith("temp{sensor=\"other\"}");
  }

  @Test
  void longCsv() throws IOException {
    Path file =
        write(
            "x.csv",
            "\uFEFFTime,sensor,metric,value,site",
            "2026-01-31T10:00:00Z,pump-7,temp,80.5,\"a, \"\"b\"\"\"\r",
            "1769853601,pump-8,temp,1,",
            "1769853601,,temp,1,",
            "1769853601,\"pump-8,temp,1,");
    assertThat(read(file, ""))
        .containsExactly(
            "temp{sensor=\"pump-7\", site=\"a, \\\"b\\\"\"} 80.5 1769853600000",
            "temp{sensor=\"pump-8\"} 1.0 1769853601000",
            "malformed: line 4: \"sensor\" is empty; accepted: 1 to 512 characters",
            "malformed: line 5: a quote is not closed; accepted: quoted cells that end in their"
                + " line");
  }

  @Test
  void jsonLines() throws IOException {
    Path file =
        write(
            "x.jsonl",
            "{\"sensor\":\"a\",\"values\":{\"x\":1,\"y\":2},\"time\":1769853600000}",
            "{\"sensor\":\"a\",\"metric\":\"x\",\"value\":1}",
            "nonsense");
    assertThat(read(file, ""))
        .containsExactly(
            "x{sensor=\"a\"} 1.0 1769853600000",
            "y{sensor=\"a\"} 2.0 1769853600000",
            "bad_time: line 2: \"time\" is missing; accepted: " + Times.ACCEPTED,
            "malformed: line 3: not the JSON expected: has `nonsense` at byte 0; accepted there:"
                + " '{'");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T10:00:00.5Z, 1769853600500",
    "2026-01-31T12:00:00+02:00, 1769853600000",
    "2026-01-31 10:00:00, 1769853600000",
    "2026-01-31 10:00:00.25, 1769853600250",
    "2026-01-31T10:00:00, 1769853600000",
    "2026-01-31, 1769817600000",
    "1769853600, 1769853600000",
    "1769853600.5, 1769853600500",
    "1769853600123, 1769853600123",
    "1769853600123456, 1769853600123",
    "1769853600123456789, 1769853600123",
  })
  void times(String cell, long millis) {
    assertThat(Cells.time("t", cell)).isEqualTo(millis);
  }

  @Test
  void wideTablesCanBeReadAsTables() throws IOException {
    Path file = write("t.csv", "ts;a;b", "1769853600;1;NaN", "1769853601;x;2");
    try (WideCsv table = WideCsv.open(file)) {
      assertThat(table.metrics()).containsExactly("a", "b");
      WideCsv.Row row = Objects.requireNonNull(table.next());
      assertThat(row.timestamp()).isEqualTo("1769853600");
      assertThat(row.time()).isEqualTo(1769853600000L);
      assertThat(row.values()).containsExactly(1, Double.NaN);
      assertThat(row.text()).isEqualTo("1769853600;1;NaN");
      row = Objects.requireNonNull(table.next());
      assertThat(row.wrong()).isNotNull();
      assertThat(table.next()).isNull();
    }
  }

  @Test
  void otherHeadersAreRefused() throws IOException {
    Path other = write("o.csv", "a,b,c", "1,2,3");
    assertThatThrownBy(() -> EventFile.open(other, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("o.csv, line 1: header [a, b, c]; accepted: timestamp,metric1")
        .hasMessageContaining("time,sensor,metric,value");
    assertThatThrownBy(() -> WideCsv.open(other)).hasMessageContaining("(wide)");
    Path twice = write("d.csv", "time,b,b", "1,2,3");
    assertThatThrownBy(() -> EventFile.open(twice, "")).hasMessageContaining("each once");
    Path empty = Files.createFile(folder.resolve("e.csv"));
    assertThatThrownBy(() -> EventFile.open(empty, ""))
        .hasMessage("e.csv is empty; accepted: CSV" + " with a header");
  }

  @Test
  void aLineOfAnyLengthIsOneBadLine() throws IOException {
    Path file = folder.resolve("big.jsonl");
    String good = "{\"sensor\":\"a\",\"metric\":\"x\",\"value\":1,\"time\":1769853600000}";
    Files.writeString(file, "x".repeat(3_000_000) + "\n" + good, StandardCharsets.UTF_8);
    assertThat(read(file, ""))
        .hasSize(2)
        .satisfies(lines -> assertThat(lines.get(0)).startsWith("too_large: line 1: "))
        .endsWith("x{sensor=\"a\"} 1.0 1769853600000");
  }
}
