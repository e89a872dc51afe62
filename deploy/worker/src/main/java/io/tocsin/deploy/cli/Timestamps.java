package io.tocsin.deploy.cli;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Timestamps of CSV files: ISO 8601 with or without zone (then UTC), epoch seconds or millis. */
final class Timestamps {
  /** Beyond this an epoch counts milliseconds: as seconds it would be the year 5138. */
  private static final double MOST_SECONDS = 1e11;

  private static final double MOST_MILLIS = 1e14;

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private Timestamps() {}

  /**
   * Epoch milliseconds.
   *
   * @throws IllegalArgumentException naming the text and what is accepted
   */
  static long parse(String text) {
    try {
      return isNumber(text) ? epoch(text) : iso(text);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a time; 2026-01-31T23:59:59Z, 2026-01-31 23:59:59 (UTC), epoch seconds"
              + " or milliseconds are accepted",
          e);
    }
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isDigit(c) && c != '.' && !(c == '-' && i == 0)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static long epoch(String text) {
    double size = Math.abs(Double.parseDouble(text));
    if (size >= MOST_MILLIS) {
      throw new ArithmeticException("beyond milliseconds");
    }
    BigDecimal number = new BigDecimal(text);
    BigDecimal millis = size < MOST_SECONDS ? number.movePointRight(3) : number;
    return millis.longValue();
  }

  private static long iso(String text) {
    String normal = text.length() > 10 && text.charAt(10) == ' ' ? withT(text) : text;
    TemporalAccessor parsed = ISO.parseBest(normal, OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof OffsetDateTime zoned
        ? zoned.toInstant().toEpochMilli()
        : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private static String withT(String text) {
    return text.substring(0, 10) + 'T' + text.substring(11).strip();
  }
}
