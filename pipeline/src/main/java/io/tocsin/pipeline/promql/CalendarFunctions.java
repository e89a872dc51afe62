package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.rule.expr.Builtin;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Parts of a date in UTC; the value is seconds since 1970. */
final class CalendarFunctions {

  private CalendarFunctions() {}

  static double apply(Builtin function, double seconds) {
    if (Double.isNaN(seconds)) {
      return Double.NaN;
    }
    ZonedDateTime time;
    try {
      time = Instant.ofEpochSecond((long) seconds).atZone(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return Double.NaN;
    }
    return switch (function) {
      case DAYS_IN_MONTH -> time.toLocalDate().lengthOfMonth();
      case DAY_OF_MONTH -> time.getDayOfMonth();
      case DAY_OF_WEEK -> time.getDayOfWeek().getValue() % 7;
      case DAY_OF_YEAR -> time.getDayOfYear();
      case HOUR -> time.getHour();
      case MINUTE -> time.getMinute();
      case MONTH -> time.getMonthValue();
      case YEAR -> time.getYear();
      default -> throw new EvaluationException("no part of a date: " + function.word());
    };
  }
}
