package io.tocsin.connectors.codec;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of numbers by time: {@code timestamp,metric1,metric2…}, the time in the first column,
 * whatever the order of the rows. For one thread.
 */
public final class WideCsv implements AutoCloseable {
  static final String ACCEPTED = "timestamp,metric1,metric2… (wide)";

  private static final String[] TIME_NAMES = {"timestamp", "time", "ts", "date", "datetime"};

  private final CsvTable table;
  private final List<String> metrics;

  WideCsv(CsvTable table) {
    this.table = table;
    this.metrics = table.header().subList(1, table.header().size());
  }

  /**
   * Opens a table.
   *
   * @throws IllegalArgumentException if its header is another; the message says what is accepted
   */
  public static WideCsv open(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      CsvTable table = CsvTable.open(in, name);
      if (!accepts(table.header())) {
        throw new IllegalArgumentException(
            name
                + ", line 1: header "
                + Malformed.shorten(table.header().toString())
                + "; accepted: "
                + ACCEPTED);
      }
      return new WideCsv(table);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  static boolean accepts(List<String> header) {
    return header.size() > 1 && CsvTable.column(header, TIME_NAMES) == 0;
  }

  /** Names of the columns after the first. */
  public List<String> metrics() {
    return metrics;
  }

  /**
   * One row.
   *
   * @param number line number in the file, from 1
   * @param text the line; empty where it is not UTF-8
   * @param timestamp the time as the file has it
   * @param time the same in epoch milliseconds
   * @param values one for each metric, NaN where the cell is blank
   * @param wrong null for a good row; else what is wrong with it, and the others mean nothing
   */
  public record Row(
      long number,
      String text,
      String timestamp,
      long time,
      double[] values,
      @Nullable Undecodable wrong) {}

  /** The next row that is not blank, or null at the end of the file. */
  public @Nullable Row next() throws IOException {
    byte @Nullable [] line;
    do {
      line = table.lines().next();
      if (line == null) {
        return null;
      }
    } while (new String(line, StandardCharsets.UTF_8).isBlank());
    return read(table.lines().number(), line);
  }

  Row read(long number, byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    try {
      List<String> cells = table.cells(line);
      String timestamp = cells.get(0);
      long time = Cells.time(table.header().get(0), timestamp);
      double[] values = new double[metrics.size()];
      Arrays.setAll(values, i -> Cells.number(metrics.get(i), cells.get(i + 1)));
      return new Row(number, text, timestamp, time, values, null);
    } catch (Malformed e) {
      Undecodable wrong = e.undecodable();
      return new Row(
          number,
          text,
          "",
          0,
          new double[0],
          new Undecodable(wrong.reason(), "line " + number + ": " + wrong.message()));
    }
  }

  ByteLines lines() {
    return table.lines();
  }

  @Override
  public void close() throws IOException {
    table.lines().close();
  }
}
