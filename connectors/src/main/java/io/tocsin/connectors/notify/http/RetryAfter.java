package io.tocsin.connectors.notify.http;

import io.tocsin.pipeline.event.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header Retry-After (RFC 9110, section 10.2.3): seconds or a date. */
final class RetryAfter {
  /** A receiver may ask for at most that: beyond it, it is rather broken than busy. */
  static final long MAX = Duration.ofDays(1).toMillis();

  private static final int DIGITS = 12;

  private RetryAfter() {}

  /**
   * Milliseconds from {@code now}, 0 to {@link #MAX}, or {@link Outcome#NO_HINT} if there is none
   * that can be read.
   *
   * @param now wall time, epoch milliseconds
   */
  static long millis(@Nullable String header, long now) {
    if (header == null) {
      return Outcome.NO_HINT;
    }
    String value = header.strip();
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return value.length() > DIGITS ? MAX : Math.min(MAX, Long.parseLong(value) * 1000);
    }
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      return Math.min(MAX, Math.max(0, until.toEpochMilli() - now));
    } catch (DateTimeException e) {
      return Outcome.NO_HINT;
    }
  }
}
