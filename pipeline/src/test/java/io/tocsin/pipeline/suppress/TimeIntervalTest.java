package io.tocsin.pipeline.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeIntervalTest {
  private static final TimeInterval MAINTENANCE =
      new TimeInterval(
          List.of(Span.times("02:00", "06:00")),
          List.of(Span.weekdays("saturday")),
          List.of(),
          List.of(),
          List.of(),
          ZoneId.of("Europe/Berlin"));

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "2026-01-31T01:00:00Z, true,  two o'clock in Berlin on a Saturday",
    "2026-01-31T00:59:59Z, false, a second before",
    "2026-01-31T04:59:59Z, true,  a second before six",
    "2026-01-31T05:00:00Z, false, the end is not in it",
    "2026-02-01T01:00:00Z, false, Sunday",
    "2026-07-04T00:00:00Z, true,  in summer two o'clock comes an hour earlier in UTC",
    "2026-03-28T01:30:00Z, true,  the night before the clocks change",
  })
  void maintenance(Instant instant, boolean expected, String why) {
    assertThat(MAINTENANCE.contains(instant.toEpochMilli())).as(why).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1:5, 2026-01-05, true",
    "1:5, 2026-01-06, false",
    "-1, 2026-01-31, true",
    "-1, 2026-02-28, true",
    "-1, 2024-02-28, false",
    "-3:-1, 2026-04-28, true",
    "-3:-1, 2026-04-27, false",
    "15:-1, 2026-04-20, true",
    "15:-1, 2026-04-14, false",
    "30:31, 2026-02-28, false",
  })
  void daysOfMonth(String span, String date, boolean expected) {
    TimeInterval interval =
        new TimeInterval(
            List.of(),
            List.of(),
            List.of(Span.daysOfMonth(span)),
            List.of(),
            List.of(),
            ZoneId.of("UTC"));

    assertThat(interval.contains(Instant.parse(date + "T12:00:00Z").toEpochMilli()))
        .isEqualTo(expected);
  }

  @Test
  void namesAndNumbers() {
    assertThat(Span.weekdays("Monday:friday")).isEqualTo(new Span(1, 5));
    assertThat(Span.weekdays("sunday")).isEqualTo(new Span(0, 0));
    assertThat(Span.months("may:August")).isEqualTo(new Span(5, 8));
    assertThat(Span.months("1:3")).isEqualTo(new Span(1, 3));
    assertThat(Span.years("2026:2027")).isEqualTo(new Span(2026, 2027));
    assertThat(Span.times("00:00", "24:00")).isEqualTo(new Span(0, 1439));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "someday", "friday:monday", "a:b:c", "1"})
  void refusesWeekdays(String text) {
    assertThatThrownBy(() -> Span.weekdays(text))
        .hasMessageContaining("weekdays: \"" + text + "\"")
        .hasMessageContaining("accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "32", "5:1", "1:-1:2", "-1:-5", "-3:5", "0:5", "x"})
  void refusesDays(String text) {
    assertThatThrownBy(() -> Span.daysOfMonth(text)).hasMessageContaining("days_of_month");
  }

  @Test
  void refusesTimes() {
    assertThatThrownBy(() -> Span.times("6:00", "07:00")).hasMessageContaining("6:00");
    assertThatThrownBy(() -> Span.times("22:00", "06:00")).hasMessageContaining("before");
  }
}
