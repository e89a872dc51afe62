package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.Rejection.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Reads the cells of tables: times and numbers. */
final class Cells {
  private static final String TIMES =
      "ISO-8601, YYYY-MM-DD HH:MM:SS (UTC), or epoch seconds, milli-, micro- or nanoseconds";

  /** What programs write where there is no number. */
  private static final Set<String> NONE = Set.of("", "NaN", "nan", "NA", "N/A", "null", "NULL");

  private Cells() {}

  static long time(String column, String cell) {
    String text = cell.strip();
    try {
      if (isNumber(text)) {
        return TimestampUnit.AUTO.toMillis(Double.parseDouble(text));
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Times.iso(bytes, 0, bytes.length, true);
    } catch (Malformed | NumberFormatException e) {
      throw new Malformed(
          Reason.BAD_TIME,
          "column \"" + column + "\" is \"" + Malformed.shorten(cell) + "\"; accepted: " + TIMES);
    }
  }

  /** The number, or NaN where the cell says that there is none. */
  static double number(String column, String cell) {
    String text = cell.strip();
    if (NONE.contains(text)) {
      return Double.NaN;
    }
    try {
      if (isNumber(text)) {
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
          throw new Malformed(Reason.NOT_FINITE, wrong(column, cell));
        }
        return number;
      }
    } catch (NumberFormatException e) {
      // Only the characters were those of a number.
    }
    throw new Malformed(wrong(column, cell));
  }

  private static String wrong(String column, String cell) {
    return "column \""
        + column
        + "\" is \""
        + Malformed.shorten(cell)
        + "\"; accepted: a number such as 3.2, or nothing";
  }

  /**
   * A decimal number.
   *
   * @throws NumberFormatException if it is none; Java's own additions to numbers are none
   */
  static double plain(String text) {
    if (!isNumber(text)) {
      throw new NumberFormatException(text);
    }
    return Double.parseDouble(text);
  }

  /** Whether all characters may be in a decimal number: keeps out 0x1p3, 1d and Infinity. */
  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    // A date has these characters too.
    return !text.isEmpty() && !(text.length() == 10 && text.charAt(4) == '-');
  }
}
