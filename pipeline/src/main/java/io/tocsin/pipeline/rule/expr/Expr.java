package io.tocsin.pipeline.rule.expr;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A checked expression: an immutable tree without parentheses.
 *
 * <p>The text of each node is its canonical text, which parses to an equal tree. Trees come from
 * {@link ExprParser} and are no deeper than {@value ExprParser#DEEPEST}, so that plain recursion
 * over them is safe.
 */
public sealed interface Expr {

  /** What it evaluates to. */
  ValueType type();

  /** Where it begins in the text it was parsed from. */
  Place place();

  /** The expressions directly below, in the order they are written. */
  List<Expr> children();

  /** Calls the method of {@code visitor} for this kind of expression. */
  <R> R accept(Visitor<R> visitor);

  /** One method for each kind of expression. */
  interface Visitor<R> {
    /** A number. */
    R number(Num number);

    /** A text. */
    R text(Text text);

    /** The current values of series. */
    R selector(Selector selector);

    /** The samples of a range of series. */
    R range(Range range);

    /** A function's call. */
    R call(Call call);

    /** An aggregation. */
    R aggregation(Aggregation aggregation);

    /** Two expressions joined by an operator. */
    R binary(Binary binary);

    /** A negated expression. */
    R negation(Negation negation);
  }

  /** A number literal; may be negative, infinite or not a number. */
  record Num(double value, Place place) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }

    @Override
    public List<Expr> children() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.number(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /** A string literal. */
  record Text(String value, Place place) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }

    @Override
    public List<Expr> children() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.text(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /**
   * An instant vector selector: the latest value of each series that matches, not older than the
   * lookback.
   *
   * @param metric the metric's name, or null when any name or a {@code __name__} matcher is given
   * @param matchers the other conditions, as written
   * @param offsetMillis how far back to look; negative: ahead
   */
  record Selector(
      @Nullable String metric, List<LabelMatcher> matchers, long offsetMillis, Place place)
      implements Expr {
    /** Copies the matchers. */
    public Selector {
      matchers = List.copyOf(matchers);
    }

    /** The metric's name when it is fixed. */
    public Optional<String> name() {
      return Optional.ofNullable(metric);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public List<Expr> children() {
      return List.of();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.selector(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /**
   * A range vector selector: the samples from {@code t - range} to {@code t} of each series that
   * matches, both ends included, where {@code t} is the step less the offset.
   *
   * @param rangeMillis more than 0
   */
  record Range(Selector selector, long rangeMillis, Place place) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }

    @Override
    public List<Expr> children() {
      return List.of(selector);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.range(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /** A function with its arguments. */
  record Call(Builtin function, List<Expr> arguments, Place place) implements Expr {
    /** Copies the arguments. */
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public ValueType type() {
      return function.result();
    }

    @Override
    public List<Expr> children() {
      return arguments;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.call(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /**
   * An aggregation of an instant vector.
   *
   * @param parameter what comes before the vector, as in {@code topk(3, ...)}, or null
   */
  record Aggregation(
      Aggregator aggregator, Grouping grouping, @Nullable Expr parameter, Expr operand, Place place)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public List<Expr> children() {
      return Stream.of(Optional.ofNullable(parameter), Optional.of(operand))
          .flatMap(Optional::stream)
          .toList();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.aggregation(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /**
   * Two expressions and an operator.
   *
   * @param bool whether a comparison gives 0 or 1 instead of choosing
   * @param matching how elements of two instant vectors find each other; null unless both are ones
   */
  record Binary(
      BinaryOp op, boolean bool, @Nullable Matching matching, Expr left, Expr right, Place place)
      implements Expr {
    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.VECTOR;
    }

    @Override
    public List<Expr> children() {
      return List.of(left, right);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.binary(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /** Minus something. */
  record Negation(Expr operand, Place place) implements Expr {
    @Override
    public ValueType type() {
      return operand.type();
    }

    @Override
    public List<Expr> children() {
      return List.of(operand);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.negation(this);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }
}
