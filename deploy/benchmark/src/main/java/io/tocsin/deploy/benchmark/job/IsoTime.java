package io.tocsin.deploy.benchmark.job;

/**
 * Reads times of the one shape {@code 2026-01-31T10:00:00.123Z}, many times faster than a
 * formatter.
 */
final class IsoTime {
  private static final int LENGTH = 24;

  private IsoTime() {}

  /**
   * Returns ms since the epoch.
   *
   * @throws IllegalArgumentException if the text has another length or no Z at its end
   */
  static long parse(char[] text, int from, int length) {
    if (length != LENGTH || text[from + 23] != 'Z' || text[from + 10] != 'T') {
      throw new IllegalArgumentException(
          "time \"" + new String(text, from, length) + "\": YYYY-MM-DDTHH:MM:SS.mmmZ is expected");
    }
    long days = days(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2));
    long minutes = number(text, from + 11, 2) * 60L + number(text, from + 14, 2);
    long seconds = (days * 1_440 + minutes) * 60 + number(text, from + 17, 2);
    return seconds * 1_000 + number(text, from + 20, 3);
  }

  private static int number(char[] text, int from, int digits) {
    int result = 0;
    for (int at = from; at < from + digits; at++) {
      result = result * 10 + (text[at] - '0');
    }
    return result;
  }

  /** Days since 1970-01-01, with the year starting in March (the usual civil calendar sum). */
  private static long days(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int monthFromMarch = (month + 9) % 12;
    int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
    return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468L;
  }
}
