package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.Rejection.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A CSV text (RFC 4180) with a header. Cells are separated by what separates the header's: comma,
 * semicolon or tab. Quoted cells may hold separators and doubled quotes, but no line ends.
 */
final class CsvTable {
  private final ByteLines lines;
  private final char separator;
  private final List<String> header;

  private CsvTable(ByteLines lines, char separator, List<String> header) {
    this.lines = lines;
    this.separator = separator;
    this.header = header;
  }

  static CsvTable open(InputStream in, String name) throws IOException {
    ByteLines lines = new ByteLines(in);
    byte @Nullable [] first = lines.next();
    if (first == null) {
      throw new IllegalArgumentException(name + " is empty; accepted: CSV with a header");
    }
    try {
      String text = text(withoutMark(first));
      char separator = text.indexOf(',') >= 0 ? ',' : text.indexOf(';') >= 0 ? ';' : '\t';
      List<String> header = split(text, separator).stream().map(String::strip).toList();
      requireNames(header);
      return new CsvTable(lines, separator, header);
    } catch (Malformed e) {
      throw new IllegalArgumentException(name + ", line 1: " + e.getMessage(), e);
    }
  }

  private static byte[] withoutMark(byte[] line) {
    boolean mark = line.length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB;
    return mark ? Arrays.copyOfRange(line, 3, line.length) : line;
  }

  private static void requireNames(List<String> header) {
    if (new HashSet<>(header).size() < header.size() || header.contains("")) {
      throw new Malformed(
          "header "
              + Malformed.shorten(header.toString())
              + "; accepted: a name for each column, each once");
    }
    header.forEach(name -> Limits.text("header", name, Limits.NAME));
  }

  ByteLines lines() {
    return lines;
  }

  List<String> header() {
    return header;
  }

  /** Number of the first column with one of these names (in lower case), or −1. */
  static int column(List<String> header, String... names) {
    for (String name : names) {
      for (int i = 0; i < header.size(); i++) {
        if (header.get(i).toLowerCase(Locale.ROOT).equals(name)) {
          return i;
        }
      }
    }
    return -1;
  }

  /** The cells of a line, as many as the header has. */
  List<String> cells(byte[] line) {
    if (line.length >= ByteLines.MAX) {
      throw new Malformed(
          Reason.TOO_LARGE,
          "the line is too long; accepted: at most " + (ByteLines.MAX - 1) + " bytes");
    }
    List<String> cells = split(text(line), separator);
    if (cells.size() != header.size()) {
      throw new Malformed(
          "has " + cells.size() + " cells; accepted: " + header.size() + ", as the header has");
    }
    return cells;
  }

  private static String text(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("is not UTF-8; accepted: UTF-8 text");
    }
  }

  private static List<String> split(String line, char separator) {
    List<String> cells = new ArrayList<>();
    int i = 0;
    while (true) {
      if (i < line.length() && line.charAt(i) == '"') {
        StringBuilder cell = new StringBuilder();
        i = quoted(line, i + 1, cell);
        cells.add(cell.toString());
        if (i < line.length() && line.charAt(i) != separator) {
          throw new Malformed(
              "column " + cells.size() + ": text after the closing quote; accepted: a separator");
        }
      } else {
        int end = line.indexOf(separator, i);
        end = end < 0 ? line.length() : end;
        cells.add(line.substring(i, end));
        i = end;
      }
      if (i >= line.length()) {
        return cells;
      }
      i++;
    }
  }

  /** Reads a quoted cell from behind its opening quote; where its closing quote ends. */
  private static int quoted(String line, int from, StringBuilder cell) {
    int i = from;
    while (true) {
      int quote = line.indexOf('"', i);
      if (quote < 0) {
        throw new Malformed("a quote is not closed; accepted: quoted cells that end in their line");
      }
      cell.append(line, i, quote);
      if (quote + 1 >= line.length() || line.charAt(quote + 1) != '"') {
        return quote + 1;
      }
      cell.append('"');
      i = quote + 2;
    }
  }
}
