package io.tocsin.pipeline.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations, sizes and rates are written in files: Prometheus' durations, IEC and SI sizes. */
public final class Units {

  /** What {@link #duration} takes, for messages. */
  public static final String DURATION_WORDS = "a duration such as 500ms, 30s, 1h30m or 7d";

  /** What {@link #size} takes, for messages. */
  public static final String SIZE_WORDS = "a size such as 512, 64KiB, 1GiB or 100MB";

  /** What {@link #rate} takes, for messages. */
  public static final String RATE_WORDS = "a rate such as 1/100000, 0.001 or 2%";

  private static final String[] DURATION_UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] DURATION_MILLIS = {
    31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
  };
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d{1,18})y)?(?:(\\d{1,18})w)?(?:(\\d{1,18})d)?(?:(\\d{1,18})h)?(?:(\\d{1,18})m(?!s))?"
              + "(?:(\\d{1,18})s)?(?:(\\d{1,18})ms)?");

  /** About 292 years, Prometheus' own limit: nanoseconds in 64 bits. */
  private static final long LONGEST_MILLIS = Long.MAX_VALUE / 1_000_000L;

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?) ?([kKMGT]i?)?[bB]?");
  private static final Map<String, Long> SIZE_FACTORS =
      Map.of(
          "",
          1L,
          "K",
          1_000L,
          "Ki",
          1L << 10,
          "M",
          1_000_000L,
          "Mi",
          1L << 20,
          "G",
          1_000_000_000L,
          "Gi",
          1L << 30,
          "T",
          1_000_000_000_000L,
          "Ti",
          1L << 40);
  private static final Pattern FRACTION =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?) ?/ ?(\\d{1,15})");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?) ?%");

  private Units() {}

  /**
   * Reads a duration in Prometheus' notation: whole numbers with units y, w, d, h, m, s, ms, the
   * larger first, each at most once; {@code 0} alone needs no unit.
   */
  public static Optional<Duration> duration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher matcher = DURATION.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    long millis = 0;
    for (int unit = 0; unit < DURATION_UNITS.length; unit++) {
      String count = matcher.group(unit + 1);
      if (count != null) {
        long number = Long.parseLong(count);
        if (number > (LONGEST_MILLIS - millis) / DURATION_MILLIS[unit]) {
          return Optional.empty();
        }
        millis += number * DURATION_MILLIS[unit];
      }
    }
    return Optional.of(Duration.ofMillis(millis));
  }

  /** Writes a duration of whole milliseconds so that {@link #duration} reads the same one back. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 0) {
      return "-" + format(duration.negated());
    }
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    for (int unit = 0; unit < DURATION_UNITS.length; unit++) {
      // Years and weeks only when nothing else is needed, as 8d is easier to read than 1w1d.
      boolean whole = unit > 1 || millis % DURATION_MILLIS[unit] == 0;
      if (whole && millis >= DURATION_MILLIS[unit]) {
        text.append(millis / DURATION_MILLIS[unit]).append(DURATION_UNITS[unit]);
        millis %= DURATION_MILLIS[unit];
      }
    }
    return text.toString();
  }

  /** Reads a size in bytes: a number with no unit, B, kB, MB, GB, TB, or KiB, MiB, GiB, TiB. */
  public static OptionalLong size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    String unit = matcher.group(2) == null ? "" : matcher.group(2).replace('k', 'K');
    BigDecimal factor = BigDecimal.valueOf(SIZE_FACTORS.getOrDefault(unit, 1L));
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(factor);
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.longValue());
  }

  /** Reads a share: a fraction ({@code 1/100000}), a per cent figure ({@code 2%}) or a number. */
  public static OptionalDouble rate(String text) {
    Matcher fraction = FRACTION.matcher(text);
    if (fraction.matches()) {
      double below = Double.parseDouble(fraction.group(2));
      return below == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(fraction.group(1)) / below);
    }
    Matcher percent = PERCENT.matcher(text);
    if (percent.matches()) {
      return OptionalDouble.of(Double.parseDouble(percent.group(1)) / 100);
    }
    return number(text);
  }

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d{1,300}(?:\\.\\d{0,300})?|\\.\\d{1,300})(?:[eE][+-]?\\d{1,4})?");

  /** Reads a finite decimal number. */
  public static OptionalDouble number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
