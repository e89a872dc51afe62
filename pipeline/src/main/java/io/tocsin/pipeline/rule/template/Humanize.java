package io.tocsin.pipeline.rule.template;

import io.tocsin.pipeline.rule.expr.GoFloat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as Prometheus writes them for people. */
final class Humanize {

  private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
  private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};
  private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Humanize() {}

  static String plain(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return fourDigits(value);
    }
    return Math.abs(value) >= 1 ? scaled(value, 1000, LARGE) : small(value, SMALL.length);
  }

  static String binary(double value) {
    return Math.abs(value) <= 1 || !Double.isFinite(value)
        ? fourDigits(value)
        : scaled(value, 1024, BINARY);
  }

  static String percentage(double value) {
    return fourDigits(value * 100) + "%";
  }

  static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return fourDigits(seconds);
    }
    if (seconds == 0) {
      return fourDigits(seconds) + "s";
    }
    return Math.abs(seconds) >= 1 ? atLeastASecond(seconds) : small(seconds, SMALL.length) + "s";
  }

  static String timestamp(double seconds) {
    if (!Double.isFinite(seconds)) {
      return fourDigits(seconds);
    }
    double nanos = seconds * 1e9;
    if (Math.abs(nanos) >= Long.MAX_VALUE) {
      return GoFormat.print(seconds);
    }
    long millis = (long) nanos / 1_000_000;
    ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
    String fraction =
        time.getNano() == 0
            ? ""
            : ("." + String.format(Locale.ROOT, "%09d", time.getNano())).replaceAll("0+$", "");
    return TIMESTAMP.format(time) + fraction + " +0000 UTC";
  }

  private static String atLeastASecond(double seconds) {
    String sign = seconds < 0 ? "-" : "";
    double magnitude = Math.abs(seconds);
    long whole = (long) magnitude;
    long minutes = whole / 60 % 60;
    long hours = whole / 3600 % 24;
    long days = whole / 86_400;
    if (days != 0) {
      return sign + days + "d " + hours + "h " + minutes + "m " + whole % 60 + "s";
    }
    if (hours != 0) {
      return sign + hours + "h " + minutes + "m " + whole % 60 + "s";
    }
    if (minutes != 0) {
      return sign + minutes + "m " + whole % 60 + "s";
    }
    return sign + fourDigits(magnitude) + "s";
  }

  private static String scaled(double value, double factor, String[] prefixes) {
    String prefix = "";
    double scaled = value;
    for (int i = 0; i < prefixes.length && Math.abs(scaled) >= factor; i++) {
      prefix = prefixes[i];
      scaled /= factor;
    }
    return fourDigits(scaled) + prefix;
  }

  private static String small(double value, int most) {
    String prefix = "";
    double scaled = value;
    for (int i = 0; i < most && Math.abs(scaled) < 1; i++) {
      prefix = SMALL[i];
      scaled *= 1000;
    }
    return fourDigits(scaled) + prefix;
  }

  private static String fourDigits(double value) {
    return GoFloat.general(value, 4);
  }
}
