package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.Rejection.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reads times of day and date from bytes and numbers, as epoch milliseconds. */
final class Times {
  static final String ACCEPTED =
      "ISO-8601 with Z or an offset, such as 2026-01-31T10:00:00.123Z, or epoch milliseconds";

  /** Epoch milliseconds below this (September 2001) are taken for a mistake. */
  private static final double EARLIEST = 1e12;

  /** First instant after the year 9999, in epoch milliseconds. */
  private static final double LATEST = 253_402_300_800_000.0;

  private static final long DAY = 86_400_000;

  /** Length of a date and a time to the minute, such as 2026-01-31T10:00. */
  static final int MINUTE = 16;

  private Times() {}

  /** A number that should be epoch milliseconds; a fraction of one is cut off. */
  static long millis(double number) {
    if (number >= EARLIEST && number < LATEST) {
      return (long) number;
    }
    String text = number == Math.rint(number) ? String.format("%.0f", number) : "" + number;
    throw new Malformed(
        Reason.BAD_TIME,
        "time "
            + Malformed.shorten(text)
            + (number >= 1e8 && number < EARLIEST
                ? " looks like epoch seconds (as milliseconds it is "
                    + Instant.ofEpochMilli((long) number)
                    + "); multiply by 1000; accepted: "
                : number >= LATEST
                    ? " is beyond the year 9999: micro- or nanoseconds? accepted: "
                    : " is before September 2001 as epoch milliseconds; accepted: ")
            + ACCEPTED);
  }

  /** An ISO-8601 date-time with its offset; fractions of any length, cut off to milliseconds. */
  static long iso(byte[] in, int from, int to) {
    return iso(in, from, to, false);
  }

  /**
   * The same.
   *
   * @param bareIsUtc whether a time without offset, or a date alone, is UTC; else it is an error
   */
  static long iso(byte[] in, int from, int to, boolean bareIsUtc) {
    boolean dateOnly = bareIsUtc && to - from == 10;
    if (to - from < MINUTE && !dateOnly) {
      throw bad(in, from, to);
    }
    int year = two(in, from) * 100 + two(in, from + 2);
    int month = two(in, from + 5);
    int day = two(in, from + 8);
    boolean good = year >= 0 && in[from + 4] == '-' && in[from + 7] == '-';
    if (!good || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
      throw bad(in, from, to);
    }
    long time = epochDay(year, month, day) * DAY;
    return dateOnly ? time : time + timeOfDay(in, from, to, bareIsUtc);
  }

  private static long timeOfDay(byte[] in, int from, int to, boolean bareIsUtc) {
    int separator = in[from + 10] | 0x20;
    int hour = two(in, from + 11);
    int minute = two(in, from + 14);
    if ((separator != 't' && separator != ' ') || in[from + 13] != ':' || outside(hour, minute)) {
      throw bad(in, from, to);
    }
    return (hour * 60L + minute) * 60_000 + rest(in, from, to, bareIsUtc);
  }

  /** What follows the minute, {@value #MINUTE} bytes from the start: seconds and offset. */
  static long rest(byte[] in, int from, int to, boolean bareIsUtc) {
    int p = from + MINUTE;
    int second = 0;
    int milli = 0;
    if (p + 3 <= to && in[p] == ':') {
      second = two(in, p + 1);
      p += 3;
      // 60 is a leap second (RFC 3339, section 5.7): the first instant after it.
      if (second < 0 || second > 60) {
        throw bad(in, from, to);
      }
      if (p < to && (in[p] == '.' || in[p] == ',')) {
        int first = ++p;
        while (p < to && in[p] >= '0' && in[p] <= '9') {
          milli += (in[p] - '0') * weight(p - first);
          p++;
        }
        if (p == first) {
          throw bad(in, from, to);
        }
      }
    }
    return second * 1000L + milli - offset(in, p, from, to, bareIsUtc);
  }

  private static int weight(int decimal) {
    return decimal == 0 ? 100 : decimal == 1 ? 10 : decimal == 2 ? 1 : 0;
  }

  /** The offset from UTC that begins at p, in milliseconds. */
  private static long offset(byte[] in, int p, int from, int to, boolean bareIsUtc) {
    if (p == to && bareIsUtc) {
      return 0;
    }
    if (p + 1 == to && (in[p] | 0x20) == 'z') {
      return 0;
    }
    int length = to - p;
    boolean colon = length == 6 && in[p + 3] == ':';
    if ((length != 3 && length != 5 && !colon) || (in[p] != '+' && in[p] != '-')) {
      throw bad(in, from, to);
    }
    int hour = two(in, p + 1);
    int minute = length == 3 ? 0 : two(in, to - 2);
    // Eighteen hours at most, as java.time has it: more is no time zone, but a slip.
    if (outside(hour, minute) || hour * 60 + minute > 18 * 60) {
      throw bad(in, from, to);
    }
    long offset = (hour * 60L + minute) * 60_000;
    return in[p] == '-' ? -offset : offset;
  }

  private static boolean outside(int hour, int minute) {
    return hour < 0 || hour > 23 || minute < 0 || minute > 59;
  }

  /** Two digits, or a number below −5000. */
  private static int two(byte[] in, int p) {
    int tens = in[p] - '0';
    int ones = in[p + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : tens * 10 + ones;
  }

  private static int daysIn(int year, int month) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  /** Days since 1970-01-01 in the proleptic Gregorian calendar; the year begins in March. */
  private static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int shifted = (month + 9) % 12;
    int ofYear = (153 * shifted + 2) / 5 + day - 1;
    return 365L * y
        + Math.floorDiv(y, 4)
        - Math.floorDiv(y, 100)
        + Math.floorDiv(y, 400)
        + ofYear
        - 719_468;
  }

  private static Malformed bad(byte[] in, int from, int to) {
    String text = new String(in, from, to - from, StandardCharsets.UTF_8);
    return new Malformed(
        Reason.BAD_TIME, "time \"" + Malformed.shorten(text) + "\"; accepted: " + ACCEPTED);
  }
}
