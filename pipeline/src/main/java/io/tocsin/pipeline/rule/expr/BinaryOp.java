package io.tocsin.pipeline.rule.expr;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operators between two expressions, with Prometheus' precedence. */
public enum BinaryOp {
  OR("or", 1, Kind.SET),
  AND("and", 2, Kind.SET),
  UNLESS("unless", 2, Kind.SET),
  EQUAL("==", 3, Kind.COMPARISON),
  NOT_EQUAL("!=", 3, Kind.COMPARISON),
  LESS_OR_EQUAL("<=", 3, Kind.COMPARISON),
  LESS("<", 3, Kind.COMPARISON),
  GREATER_OR_EQUAL(">=", 3, Kind.COMPARISON),
  GREATER(">", 3, Kind.COMPARISON),
  ADD("+", 4, Kind.ARITHMETIC),
  SUBTRACT("-", 4, Kind.ARITHMETIC),
  MULTIPLY("*", 5, Kind.ARITHMETIC),
  DIVIDE("/", 5, Kind.ARITHMETIC),
  MODULO("%", 5, Kind.ARITHMETIC),
  ATAN2("atan2", 5, Kind.ARITHMETIC),
  POWER("^", 6, Kind.ARITHMETIC);

  /** What an operator does with its operands. */
  public enum Kind {
    /** Computes a number. */
    ARITHMETIC,
    /** Keeps what the comparison is true of, or with {@code bool} gives 0 or 1. */
    COMPARISON,
    /** Combines label sets. */
    SET
  }

  private static final Map<String, BinaryOp> BY_SYMBOL =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(op -> op.symbol, Function.identity()));

  private final String symbol;
  private final int precedence;
  private final Kind kind;

  BinaryOp(String symbol, int precedence, Kind kind) {
    this.symbol = symbol;
    this.precedence = precedence;
    this.kind = kind;
  }

  /** The operator as written. */
  public String symbol() {
    return symbol;
  }

  /** From 1, the loosest, to 6. */
  public int precedence() {
    return precedence;
  }

  /** What the operator does. */
  public Kind kind() {
    return kind;
  }

  /** Whether the operator compares. */
  public boolean isComparison() {
    return kind == Kind.COMPARISON;
  }

  /** Whether the operator combines label sets. */
  public boolean isSet() {
    return kind == Kind.SET;
  }

  /** Whether {@code a op b op c} means {@code a op (b op c)}. */
  public boolean isRightAssociative() {
    return this == POWER;
  }

  static Optional<BinaryOp> of(String symbol) {
    return Optional.ofNullable(BY_SYMBOL.get(symbol.toLowerCase(Locale.ROOT)));
  }
}
