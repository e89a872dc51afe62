package io.tocsin.connectors.notify.console;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Severity;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** One alert as a line: time, status, severity, name, labels, value against expected, why. */
final class AlertLine {
  private static final String RESET = "\u001b[0m";
  private static final List<String> SHOWN_ELSEWHERE = List.of("alertname", "severity");
  private final DateTimeFormatter time;
  private final boolean colours;

  AlertLine(boolean colours, ZoneId zone) {
    this.colours = colours;
    time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  String of(Alert alert) {
    StringBuilder line = new StringBuilder();
    line.append(time.format(Instant.ofEpochMilli(alert.time()))).append("  ");
    String head = String.format(Locale.ROOT, "%-9s %-8s", alert.status(), alert.severity());
    line.append(colours ? colour(alert) + head + RESET : head);
    line.append("  ").append(printable(alert.name()));
    Labels labels = alert.labels().without(SHOWN_ELSEWHERE);
    if (!labels.isEmpty()) {
      line.append(' ').append(printable(labels.toString()));
    }
    if (!Double.isNaN(alert.value())) {
      line.append("  value ").append(number(alert.value()));
      Expected expected = alert.expected();
      if (expected != null) {
        line.append(", expected ").append(expected.text(AlertLine::number));
      }
    }
    if (!alert.explanation().isEmpty()) {
      line.append("  ").append(printable(alert.explanation()));
    }
    return line.toString();
  }

  /** Four significant digits, without noughts that say nothing. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    String text = String.format(Locale.ROOT, "%.4g", value);
    return text.contains("e") || !text.contains(".")
        ? text
        : text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private static String colour(Alert alert) {
    if (!alert.status().active()) {
      return "\u001b[32m";
    }
    if (alert.status() == AlertStatus.UNKNOWN) {
      return "\u001b[35m";
    }
    Severity severity = alert.severity();
    return switch (severity) {
      case CRITICAL -> "\u001b[1;31m";
      case HIGH -> "\u001b[31m";
      case MEDIUM -> "\u001b[33m";
      case LOW, INFO -> "\u001b[36m";
    };
  }

  /** Sensors choose their own words: none of them may steer the terminal or break the line. */
  private static String printable(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? 0xfffd : c));
    return safe.toString();
  }
}
