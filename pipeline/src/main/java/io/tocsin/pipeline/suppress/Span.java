package io.tocsin.pipeline.suppress;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;

/**
 * A range of numbers as Alertmanager's time intervals are made of, both ends included. The readers
 * take its texts: {@code saturday}, {@code monday:friday}, {@code 1:15}, {@code -3:-1}, {@code
 * may:august}, {@code 2026}.
 */
public record Span(int from, int to) {
  private static final List<String> WEEKDAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final int DAY = 24 * 60;

  /** Days of the week, Sunday is 0. */
  public static Span weekdays(String text) {
    return read(text, "weekdays", WEEKDAYS, 0, Integer.MIN_VALUE, Integer.MIN_VALUE);
  }

  /** Months by name or number. */
  public static Span months(String text) {
    return read(text, "months", MONTHS, 1, 1, 12);
  }

  public static Span years(String text) {
    return read(text, "years", List.of(), 0, 1, 9999);
  }

  /** 1 to 31, or −1 (the last) to −31. */
  public static Span daysOfMonth(String text) {
    Span span = read(text, "days_of_month", List.of(), 0, -31, 31);
    if (span.from == 0 || span.to == 0 || (span.from < 0 && span.to > 0)) {
      throw new IllegalArgumentException(
          "days_of_month: \"" + text + "\" (accepted: 1 to 31, or -1 to -31 from the end)");
    }
    return span;
  }

  /** Minutes of the day; the end is not included in the text's meaning and may be {@code 24:00}. */
  public static Span times(String start, String end) {
    int from = minute(start);
    int to = minute(end);
    if (from >= to) {
      throw new IllegalArgumentException(
          "times: start_time \"" + start + "\" must be before end_time \"" + end + "\"");
    }
    return new Span(from, to - 1);
  }

  boolean contains(int value) {
    return value >= from && value <= to;
  }

  private static Span read(
      String text, String key, List<String> names, int first, int low, int high) {
    String[] ends = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
    try {
      int from = number(ends[0], names, first, low, high);
      int to = number(ends[ends.length - 1], names, first, low, high);
      boolean sameSign = (from < 0) == (to < 0);
      if (ends.length > 2 || (sameSign && from > to)) {
        throw new NumberFormatException("not a range");
      }
      return new Span(from, to);
    } catch (NumberFormatException e) {
      String what = names.isEmpty() ? low + " to " + high : String.join(", ", names);
      throw new IllegalArgumentException(
          key + ": \"" + text + "\" (accepted: one of, or first:last of, " + what + ")", e);
    }
  }

  private static int number(String text, List<String> names, int first, int low, int high) {
    int name = names.indexOf(text);
    if (name >= 0) {
      return first + name;
    }
    int number = Integer.parseInt(text);
    if (number < low || number > high) {
      throw new NumberFormatException("out of range");
    }
    return number;
  }

  private static int minute(String text) {
    if (text.equals("24:00")) {
      return DAY;
    }
    try {
      LocalTime time = LocalTime.parse(text);
      return time.getHour() * 60 + time.getMinute();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "times: \"" + text + "\" (accepted: hours and minutes, as 02:00, up to 24:00)", e);
    }
  }
}
