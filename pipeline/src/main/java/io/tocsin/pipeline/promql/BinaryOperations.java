package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.rule.expr.BinaryOp;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.Matching;
import java.util.ArrayList;
import java.util.List;

/** Operators between two scalars, a vector and a scalar, or two vectors. */
final class BinaryOperations {

  private BinaryOperations() {}

  static Value apply(Evaluator.Step step, Expr.Binary binary) {
    Value left = binary.left().accept(step);
    Value right = binary.right().accept(step);
    if (left instanceof Value.Scalar a && right instanceof Value.Scalar b) {
      return new Value.Scalar(scalars(binary.op(), a.number(), b.number()));
    }
    if (left instanceof Value.Vector vector && right instanceof Value.Scalar scalar) {
      return mixed(step, binary, vector, scalar.number(), false);
    }
    if (left instanceof Value.Scalar scalar && right instanceof Value.Vector vector) {
      return mixed(step, binary, vector, scalar.number(), true);
    }
    Matching matching = binary.matching();
    if (left instanceof Value.Vector a && right instanceof Value.Vector b && matching != null) {
      VectorMatching vectors = new VectorMatching(binary, matching, step.now());
      return new Value.Vector(
          binary.op().isSet()
              ? vectors.set(a.elements(), b.elements())
              : vectors.join(a.elements(), b.elements()));
    }
    throw new EvaluationException("operands without numbers: " + binary);
  }

  private static double scalars(BinaryOp op, double left, double right) {
    return op.isComparison() ? truth(holds(op, left, right)) : compute(op, left, right);
  }

  private static Value mixed(
      Evaluator.Step step, Expr.Binary binary, Value.Vector vector, double scalar, boolean first) {
    BinaryOp op = binary.op();
    List<Element> results = new ArrayList<>();
    for (Element element : vector.elements()) {
      double left = first ? scalar : element.value();
      double right = first ? element.value() : scalar;
      if (!op.isComparison()) {
        Element result = element.with(compute(op, left, right), step.now());
        results.add(dropsName(op) ? result.unnamed() : result);
      } else if (binary.bool()) {
        results.add(element.with(truth(holds(op, left, right)), step.now()).unnamed());
      } else if (holds(op, left, right)) {
        results.add(element.with(element.value(), step.now()));
      }
    }
    return new Value.Vector(results);
  }

  static double truth(boolean holds) {
    return holds ? 1 : 0;
  }

  /** In release 2.42, atan2 keeps the name as comparisons do. */
  static boolean dropsName(BinaryOp op) {
    return op.kind() == BinaryOp.Kind.ARITHMETIC && op != BinaryOp.ATAN2;
  }

  static boolean holds(BinaryOp op, double left, double right) {
    return switch (op) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
      default -> throw new EvaluationException("no comparison: " + op.symbol());
    };
  }

  static double compute(BinaryOp op, double left, double right) {
    return switch (op) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case MODULO -> left % right;
      case POWER -> power(left, right);
      case ATAN2 -> Math.atan2(left, right);
      default -> throw new EvaluationException("no arithmetic: " + op.symbol());
    };
  }

  /** C's rule: one to any power is one, and minus one to an infinite power, too. */
  private static double power(double base, double exponent) {
    if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
      return 1;
    }
    return Math.pow(base, exponent);
  }
}
