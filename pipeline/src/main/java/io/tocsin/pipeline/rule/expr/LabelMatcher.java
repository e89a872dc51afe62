package io.tocsin.pipeline.rule.expr;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one label; a label that is missing has the empty value.
 *
 * <p>Patterns are RE2's, as in Prometheus: anchored at both ends and linear in the value's length,
 * so that no pattern can be slow. Immutable.
 */
public final class LabelMatcher {

  /** How the label's value is compared. */
  public enum Op {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    MATCHES_NOT("!~");

    private final String symbol;

    Op(String symbol) {
      this.symbol = symbol;
    }

    /** The operator as written. */
    public String symbol() {
      return symbol;
    }
  }

  private final String name;
  private final Op op;
  private final String value;
  private final @Nullable Pattern pattern;

  private LabelMatcher(String name, Op op, String value) {
    this.name = name;
    this.op = op;
    this.value = value;
    this.pattern = op == Op.MATCHES || op == Op.MATCHES_NOT ? Pattern.compile(value) : null;
  }

  /**
   * The matcher of these parts.
   *
   * @throws IllegalArgumentException when a pattern is not one of RE2
   */
  public static LabelMatcher of(String name, Op op, String value) {
    try {
      return new LabelMatcher(name, op, value);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(patternError(e), e);
    }
  }

  /** What is wrong with a pattern; empty when nothing is. */
  static Optional<String> patternProblem(String pattern) {
    try {
      Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(patternError(e));
    }
  }

  private static String patternError(PatternSyntaxException e) {
    String pattern = e.getPattern() == null ? "" : ": `" + e.getPattern() + "`";
    return "not an RE2 pattern: " + e.getDescription() + pattern;
  }

  /** The label's name. */
  public String name() {
    return name;
  }

  /** How values are compared. */
  public Op op() {
    return op;
  }

  /** The value or pattern. */
  public String value() {
    return value;
  }

  /** Whether a label with this value, empty when missing, is one that is meant. */
  public boolean matches(String actual) {
    return switch (op) {
      case EQUAL -> actual.equals(value);
      case NOT_EQUAL -> !actual.equals(value);
      case MATCHES -> pattern().matches(actual);
      case MATCHES_NOT -> !pattern().matches(actual);
    };
  }

  private Pattern pattern() {
    return Objects.requireNonNull(pattern);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelMatcher that
        && op == that.op
        && name.equals(that.name)
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, op, value);
  }

  /** As written in an expression. */
  @Override
  public String toString() {
    return name + op.symbol() + Quoted.quote(value);
  }
}
