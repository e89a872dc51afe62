package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.rule.expr.BinaryOp;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.GoFloat;
import java.util.List;
import java.util.Optional;

/**
 * Finds a clear condition that is true where the alert's own condition is: the alert would end as
 * soon as it begins. Only comparisons of one expression with numbers can be told apart.
 */
final class Contradiction {

  /** One comparison: {@code side op number}. */
  private record Bound(Expr side, BinaryOp op, double number) {
    boolean holds(double value) {
      return switch (op) {
        case EQUAL -> value == number;
        case NOT_EQUAL -> value != number;
        case LESS -> value < number;
        case LESS_OR_EQUAL -> value <= number;
        case GREATER -> value > number;
        case GREATER_OR_EQUAL -> value >= number;
        default -> false;
      };
    }
  }

  private Contradiction() {}

  static Optional<String> find(Expr expr, Expr clear) {
    if (expr.equals(clear)) {
      return Optional.of("is the same as expr: the alert would end as soon as it begins");
    }
    Optional<Bound> fires = bound(expr);
    Optional<Bound> ends = bound(clear);
    if (fires.isEmpty() || ends.isEmpty() || !fires.get().side().equals(ends.get().side())) {
      return Optional.empty();
    }
    double a = fires.get().number();
    double b = ends.get().number();
    // A union of intervals with two ends: where both hold, they hold at an end, between, or beyond.
    double between = a + (b - a) / 2;
    double below = Math.min(a, b) - Math.abs(b - a) - 1;
    double above = Math.max(a, b) + Math.abs(b - a) + 1;
    return List.of(between, a, b, above, below).stream()
        .filter(value -> fires.get().holds(value) && ends.get().holds(value))
        .findFirst()
        .map(
            value ->
                "contradicts expr: both are true at "
                    + GoFloat.general(value)
                    + ", so the alert would end as soon as it begins");
  }

  private static Optional<Bound> bound(Expr expr) {
    if (!(expr instanceof Expr.Binary binary) || !binary.op().isComparison() || binary.bool()) {
      return Optional.empty();
    }
    if (binary.right() instanceof Expr.Num number) {
      return Optional.of(new Bound(binary.left(), binary.op(), number.value()));
    }
    if (binary.left() instanceof Expr.Num number) {
      return Optional.of(new Bound(binary.right(), flipped(binary.op()), number.value()));
    }
    return Optional.empty();
  }

  private static BinaryOp flipped(BinaryOp op) {
    return switch (op) {
      case LESS -> BinaryOp.GREATER;
      case LESS_OR_EQUAL -> BinaryOp.GREATER_OR_EQUAL;
      case GREATER -> BinaryOp.LESS;
      case GREATER_OR_EQUAL -> BinaryOp.LESS_OR_EQUAL;
      default -> op;
    };
  }
}
