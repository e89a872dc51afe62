package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.Rejection.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of the line protocol, taken apart; field values are still as they were written. */
final class InfluxLine {
  private final String line;
  private int pos;
  private final String measurement;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final @Nullable String time;

  InfluxLine(String line) {
    this.line = line;
    measurement = Limits.name("measurement", until(", "));
    while (at(',')) {
      String name = Limits.name("tag", until("=, "));
      require('=');
      tags.put(name, Limits.text(name, until(", "), Limits.LABEL_VALUE));
    }
    require(' ');
    do {
      String name = Limits.name("field", until("=, "));
      require('=');
      if (fields.put(name, fieldValue()) != null) {
        throw new Malformed("field \"" + Malformed.shorten(name) + "\" comes twice");
      }
    } while (at(','));
    String rest = line.substring(pos).strip();
    time = rest.isEmpty() ? null : rest;
  }

  String measurement() {
    return measurement;
  }

  Map<String, String> tags() {
    return tags;
  }

  Map<String, String> fields() {
    return fields;
  }

  @Nullable String time() {
    return time;
  }

  double timeNumber() {
    try {
      return Cells.plain(String.valueOf(time));
    } catch (NumberFormatException e) {
      throw new Malformed(
          Reason.BAD_TIME,
          "time \"" + Malformed.shorten(String.valueOf(time)) + "\"; accepted: a whole number");
    }
  }

  private boolean at(char c) {
    if (pos < line.length() && line.charAt(pos) == c) {
      pos++;
      return true;
    }
    return false;
  }

  private void require(char c) {
    if (!at(c)) {
      throw new Malformed(
          "not line protocol: "
              + (pos < line.length()
                  ? "`" + Malformed.shorten(line.substring(pos)) + "`"
                  : "the line ends")
              + " at column "
              + (pos + 1)
              + "; accepted there: '"
              + c
              + "'");
    }
  }

  /** Text up to one of these characters, unescaped; a backslash before any other stays itself. */
  private String until(String stops) {
    StringBuilder text = new StringBuilder();
    while (pos < line.length() && stops.indexOf(line.charAt(pos)) < 0) {
      char c = line.charAt(pos++);
      if (c == '\\' && pos < line.length() && ",= \\".indexOf(line.charAt(pos)) >= 0) {
        c = line.charAt(pos++);
      }
      text.append(c);
    }
    return text.toString();
  }

  private String fieldValue() {
    int start = pos;
    if (!at('"')) {
      return until(", ");
    }
    while (pos < line.length() && line.charAt(pos) != '"') {
      pos += line.charAt(pos) == '\\' ? 2 : 1;
    }
    require('"');
    return line.substring(start, pos);
  }
}
