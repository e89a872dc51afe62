package io.tocsin.pipeline.rule.expr;

import io.tocsin.pipeline.rule.Units;
import java.time.Duration;
import java.util.Optional;

/** The numbers and durations of expressions. */
final class Numbers {

  private Numbers() {}

  /** As Prometheus reads it: a leading 0x is hexadecimal, a leading 0 octal where that works. */
  static double number(Token token) throws SyntaxError {
    String text = token.text();
    try {
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return Long.parseLong(text.substring(2), 16);
      }
      if (text.length() > 1
          && text.chars().allMatch(c -> c >= '0' && c <= '7')
          && text.charAt(0) == '0') {
        return Long.parseLong(text, 8);
      }
    } catch (NumberFormatException e) {
      if (text.length() > 1 && Character.toLowerCase(text.charAt(1)) == 'x') {
        throw new SyntaxError(token.start(), "the number does not fit into 64 bits");
      }
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new SyntaxError(token.start(), "the number is too large; infinity is written Inf");
    }
    return value;
  }

  /** Milliseconds, more than 0. */
  static long duration(Token token) throws SyntaxError {
    Optional<Duration> duration = Units.duration(token.text());
    if (duration.isEmpty()) {
      throw new SyntaxError(
          token.start(),
          "not a duration; the larger units come first, each once, as in 1h30m or 500ms");
    }
    if (duration.get().isZero()) {
      throw new SyntaxError(token.start(), "a duration here must be greater than 0");
    }
    return duration.get().toMillis();
  }
}
