package io.tocsin.connectors.codec;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, read line by line: native JSON lines ({@code .jsonl}, {@code .ndjson}, {@code
 * .json}), or CSV, wide ({@code timestamp,metric1,metric2…}) or long ({@code
 * time,sensor,metric,value,…}, further columns are labels) as its header says. Lines that are blank
 * are passed over; lines that cannot be read say why and the file goes on. For one thread.
 */
public abstract class EventFile implements AutoCloseable {
  private final ByteLines lines;

  EventFile(ByteLines lines) {
    this.lines = lines;
  }

  /**
   * Opens a file.
   *
   * @param sensor the sensor of a wide file; empty for the file's name without its extension
   * @throws IllegalArgumentException if it is none of these; the message says what is accepted
   */
  public static EventFile open(Path file, String sensor) throws IOException {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String base = dot > 0 ? name.substring(0, dot) : name;
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      return open(in, name, sensor.isEmpty() ? base : sensor);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static EventFile open(InputStream in, String name, String sensor) throws IOException {
    if (name.matches(".*\\.(jsonl|ndjson|json)")) {
      return new JsonLines(new ByteLines(in));
    }
    CsvTable table = CsvTable.open(in, name);
    List<String> header = table.header();
    if (LongCsv.accepts(header)) {
      return new LongCsv(table);
    }
    if (WideCsv.accepts(header)) {
      return new WideCsvEvents(new WideCsv(table), sensor);
    }
    throw new IllegalArgumentException(
        name
            + ", line 1: header "
            + Malformed.shorten(header.toString())
            + "; accepted: "
            + WideCsv.ACCEPTED
            + "; or "
            + LongCsv.ACCEPTED
            + "; or JSON lines in a .jsonl file");
  }

  /** The next line that is not blank, or null at the end of the file. */
  public @Nullable FileLine next() throws IOException {
    while (true) {
      byte @Nullable [] line = lines.next();
      if (line == null) {
        return null;
      }
      if (!isBlank(line)) {
        return read(lines.number(), line);
      }
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  abstract FileLine read(long number, byte[] line);

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
