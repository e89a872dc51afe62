package io.tocsin.pipeline.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The instants at which windows end: multiples of a width since 1970, or the beginnings of a time
 * zone's days, of which some have 23 or 25 hours. Remembers the two days it was asked for last, as
 * an event lies in one and its window ends with the next; used by one thread.
 */
final class Grid {
  private final long width;
  private final @Nullable ZoneId days;
  private long dayStart = 1;
  private long dayEnd = 0;
  private long otherStart = 1;
  private long otherEnd = 0;

  private Grid(long width, @Nullable ZoneId days) {
    this.width = width;
    this.days = days;
  }

  static Grid of(long width) {
    return new Grid(width, null);
  }

  /** Days of a zone, by the rules that are in force for it. */
  static Grid days(ZoneId zone) {
    return new Grid(86_400_000, zone);
  }

  /** The last end at or before a time. */
  long atOrBefore(long time) {
    if (days == null) {
      return Math.floorDiv(time, width) * width;
    }
    find(time);
    return dayStart;
  }

  /** The first end at or after a time. */
  long atOrAfter(long time) {
    if (days == null) {
      return -Math.floorDiv(-time, width) * width;
    }
    find(time);
    return dayStart == time ? time : dayEnd;
  }

  /** The first end after a time. */
  long after(long time) {
    if (days == null) {
      return Math.floorDiv(time, width) * width + width;
    }
    find(time);
    return dayEnd;
  }

  /** Where the window begins that ends at that time. */
  long startOf(long end) {
    return days == null ? end - width : atOrBefore(end - 1);
  }

  private void find(long time) {
    if (days == null || (time >= dayStart && time < dayEnd)) {
      return;
    }
    long start = otherStart;
    long end = otherEnd;
    otherStart = dayStart;
    otherEnd = dayEnd;
    if (time >= start && time < end) {
      dayStart = start;
      dayEnd = end;
    } else {
      LocalDate date = Instant.ofEpochMilli(time).atZone(days).toLocalDate();
      dayStart = date.atStartOfDay(days).toInstant().toEpochMilli();
      dayEnd = date.plusDays(1).atStartOfDay(days).toInstant().toEpochMilli();
    }
  }
}
