package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.rule.expr.BinaryOp;
import java.util.ArrayList;
import java.util.List;

/** What the operators do with numbers, and with a vector and a number. */
final class Operators {
  private Operators() {}

  /** Arithmetic; of a comparison 1 or 0. */
  static double number(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MODULO -> a % b;
      case POWER -> Math.pow(a, b);
      case ATAN2 -> Math.atan2(a, b);
      default -> holds(op, a, b) ? 1 : 0;
    };
  }

  static boolean holds(BinaryOp op, double a, double b) {
    return switch (op) {
      case EQUAL -> a == b;
      case NOT_EQUAL -> a != b;
      case LESS -> a < b;
      case LESS_OR_EQUAL -> a <= b;
      case GREATER -> a > b;
      case GREATER_OR_EQUAL -> a >= b;
      default -> throw new IllegalArgumentException(op + " does not compare");
    };
  }

  /** Of all arithmetic, Prometheus 2.42 forgets to drop the name in this one. */
  static boolean keepsName(BinaryOp op) {
    return op == BinaryOp.ATAN2;
  }

  static Node.Vector withScalar(BinaryOp op, boolean bool, Node.Vector vector, Node.Scalar scalar) {
    return view -> {
      double b = scalar.at(view);
      List<Sample> result = new ArrayList<>();
      for (Sample sample : vector.at(view)) {
        one(op, bool, sample.value(), b, sample, result);
      }
      return result;
    };
  }

  static Node.Vector scalarWith(BinaryOp op, boolean bool, Node.Scalar scalar, Node.Vector vector) {
    return view -> {
      double a = scalar.at(view);
      List<Sample> result = new ArrayList<>();
      for (Sample sample : vector.at(view)) {
        one(op, bool, a, sample.value(), sample, result);
      }
      return result;
    };
  }

  /** A comparison without {@code bool} keeps the element as it is, or not at all. */
  private static void one(
      BinaryOp op, boolean bool, double a, double b, Sample of, List<Sample> result) {
    if (!op.isComparison() || bool) {
      result.add(new Sample(keepsName(op) ? of.name() : "", of.labels(), number(op, a, b)));
    } else if (holds(op, a, b)) {
      result.add(of);
    }
  }
}
