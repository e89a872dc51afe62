package io.tocsin.pipeline.suppress;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * A recurring stretch of wall time, with Alertmanager's meaning: every field that is given must
 * hold, of each field one span is enough, an empty field always holds. Immutable.
 *
 * @param times minutes of the day
 * @param weekdays days of the week, Sunday is 0
 * @param daysOfMonth from 1, or from the end of the month when negative
 * @param months from 1
 * @param years of the calendar
 * @param location where clocks show these times
 */
public record TimeInterval(
    List<Span> times,
    List<Span> weekdays,
    List<Span> daysOfMonth,
    List<Span> months,
    List<Span> years,
    ZoneId location) {
  public TimeInterval {
    times = List.copyOf(times);
    weekdays = List.copyOf(weekdays);
    daysOfMonth = List.copyOf(daysOfMonth);
    months = List.copyOf(months);
    years = List.copyOf(years);
  }

  /**
   * Whether an instant is in it.
   *
   * @param wall epoch milliseconds
   */
  public boolean contains(long wall) {
    ZonedDateTime there = Instant.ofEpochMilli(wall).atZone(location);
    return holds(times, there.getHour() * 60 + there.getMinute())
        && holds(weekdays, there.getDayOfWeek().getValue() % 7)
        && holdsDay(there.getDayOfMonth(), there.toLocalDate().lengthOfMonth())
        && holds(months, there.getMonthValue())
        && holds(years, there.getYear());
  }

  private static boolean holds(List<Span> spans, int value) {
    return spans.isEmpty() || spans.stream().anyMatch(span -> span.contains(value));
  }

  private boolean holdsDay(int day, int length) {
    return daysOfMonth.isEmpty()
        || daysOfMonth.stream()
            .map(span -> new Span(fromStart(span.from(), length), fromStart(span.to(), length)))
            .anyMatch(span -> span.contains(day));
  }

  private static int fromStart(int day, int length) {
    return day > 0 ? day : length + day + 1;
  }
}
