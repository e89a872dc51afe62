package io.tocsin.deploy.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A wide CSV file, read row by row. */
final class ScoreTable {
  /** What stands for a missing reading, and the two words that are numbers. */
  private static final Map<String, Double> WORDS =
      Map.ofEntries(
          Map.entry("", Double.NaN),
          Map.entry("nan", Double.NaN),
          Map.entry("null", Double.NaN),
          Map.entry("none", Double.NaN),
          Map.entry("na", Double.NaN),
          Map.entry("n/a", Double.NaN),
          Map.entry("inf", Double.NaN),
          Map.entry("+inf", Double.NaN),
          Map.entry("-inf", Double.NaN),
          Map.entry("true", 1.0),
          Map.entry("false", 0.0));

  private final String name;
  private final BufferedReader in;
  private final List<String> metrics;
  private final double[] values;
  private final List<String> cells = new ArrayList<>();
  private long line;
  private String timestamp = "";
  private long timeMs;

  /** What is wrong with the input, and where. */
  static final class BadInput extends IOException {
    private static final long serialVersionUID = 1;

    BadInput(String message) {
      super(message);
    }
  }

  /** Reads the header. */
  ScoreTable(String name, BufferedReader in) throws IOException {
    this.name = name;
    this.in = in;
    String header = readLine();
    if (header == null) {
      throw new BadInput(name + ": empty; a header timestamp,metric1,... is expected");
    }
    split(header.startsWith("\uFEFF") ? header.substring(1) : header);
    this.metrics = List.copyOf(checkHeader(cells));
    this.values = new double[metrics.size()];
  }

  private List<String> checkHeader(List<String> names) throws BadInput {
    String first = names.get(0);
    // Without a name for its index, pandas writes an empty one.
    boolean number = !first.isEmpty() && Character.isDigit(first.charAt(0));
    if (number || names.size() < 2) {
      throw bad("'" + first + "' begins the header; timestamp,metric1,... is expected");
    }
    List<String> result = new ArrayList<>(names.subList(1, names.size()));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < result.size(); i++) {
      if (result.get(i).isEmpty()) {
        throw bad("column " + (i + 2) + " of the header has no name");
      }
      if (!seen.add(result.get(i))) {
        throw bad("column " + (i + 2) + " '" + result.get(i) + "' is named twice");
      }
    }
    return result;
  }

  /** The metrics, in the order of their columns. */
  List<String> metrics() {
    return metrics;
  }

  /** The time of the row, as the file has it. */
  String timestamp() {
    return timestamp;
  }

  long timeMs() {
    return timeMs;
  }

  /** The row's value of that metric; NaN if it is missing. */
  double value(int metric) {
    return values[metric];
  }

  /** Reads the next row; blank lines are passed over. */
  boolean next() throws IOException {
    String text = readLine();
    while (text != null && text.isBlank()) {
      text = readLine();
    }
    if (text == null) {
      return false;
    }
    split(text);
    if (cells.size() != values.length + 1) {
      throw bad(cells.size() + " columns where the header has " + (values.length + 1));
    }
    timestamp = cells.get(0);
    try {
      timeMs = Timestamps.parse(timestamp);
    } catch (IllegalArgumentException e) {
      throw bad("column timestamp: " + e.getMessage());
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = number(cells.get(i + 1), i);
    }
    return true;
  }

  private double number(String cell, int metric) throws BadInput {
    if (cell.isEmpty() || !isDigit(cell.charAt(cell.length() - 1))) {
      Double word = WORDS.get(cell.toLowerCase(Locale.ROOT));
      if (word != null) {
        return word;
      }
    }
    double value;
    try {
      value = Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      value = Double.POSITIVE_INFINITY;
    }
    if (!Double.isFinite(value)) {
      throw bad(
          "column "
              + metrics.get(metric)
              + ": '"
              + cell
              + "' is not a finite number; a number or an empty cell is accepted");
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private @Nullable String readLine() throws IOException {
    line++;
    try {
      return in.readLine();
    } catch (CharacterCodingException e) {
      throw bad("not UTF-8 text");
    }
  }

  /** Splits at commas outside of double quotes; a doubled quote inside them is one. */
  private void split(String text) throws BadInput {
    cells.clear();
    StringBuilder quoted = new StringBuilder();
    int at = 0;
    while (at <= text.length()) {
      if (at < text.length() && text.charAt(at) == '"') {
        at = unquote(text, at, quoted);
        cells.add(quoted.toString());
      } else {
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        cells.add(text.substring(at, end).strip());
        at = end + 1;
      }
    }
  }

  private int unquote(String text, int open, StringBuilder into) throws BadInput {
    into.setLength(0);
    int at = open + 1;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw bad("a quoted cell does not end");
      }
      into.append(text, at, quote);
      if (quote + 1 < text.length() && text.charAt(quote + 1) == '"') {
        into.append('"');
        at = quote + 2;
        continue;
      }
      if (quote + 1 < text.length() && text.charAt(quote + 1) != ',') {
        throw bad("'" + text.charAt(quote + 1) + "' follows a quoted cell; a comma is expected");
      }
      return quote + 2;
    }
  }

  private BadInput bad(String what) {
    return new BadInput(name + ", line " + line + ": " + what);
  }
}
