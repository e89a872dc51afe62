package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.Rejection.Reason;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Unit of a number that is a time since 1970-01-01T00:00:00Z. */
public enum TimestampUnit {
  /** By magnitude: each unit's numbers of the years 2001 to 5138 overlap with no other's. */
  AUTO("auto", 0),
  SECONDS("s", 1000),
  MILLISECONDS("ms", 1),
  MICROSECONDS("us", 1e-3),
  NANOSECONDS("ns", 1e-6);

  private static final double EARLIEST = 1e12;
  private static final double LATEST = 1e14;

  private final String word;
  private final double millis;

  TimestampUnit(String word, double millis) {
    this.word = word;
    this.millis = millis;
  }

  /** The unit of a word of the configuration, in lower case. */
  public static Optional<TimestampUnit> parse(String word) {
    return Arrays.stream(values()).filter(u -> u.word().equals(word)).findFirst();
  }

  /** Every accepted word, for error messages. */
  public static String acceptedWords() {
    return Arrays.stream(values()).map(TimestampUnit::word).collect(Collectors.joining(", "));
  }

  String word() {
    return word;
  }

  /** The time in epoch milliseconds, what is finer cut off. */
  long toMillis(double number) {
    if (this == AUTO) {
      return (long) (number * guess(number).millis);
    }
    double time = number * millis;
    if (!(time >= EARLIEST && time < LATEST)) {
      throw bad(number);
    }
    return (long) time;
  }

  private static TimestampUnit guess(double number) {
    for (TimestampUnit unit : values()) {
      double time = number * unit.millis;
      // AUTO's own factor makes 0, which is in no range.
      if (time >= EARLIEST && time < LATEST) {
        return unit;
      }
    }
    throw AUTO.bad(number);
  }

  private Malformed bad(double number) {
    return new Malformed(
        Reason.BAD_TIME,
        "timestamp "
            + number
            + " with timestamp_unit "
            + word()
            + " is not between the years 2001 and 5138; timestamp_unit may be: "
            + acceptedWords());
  }
}
