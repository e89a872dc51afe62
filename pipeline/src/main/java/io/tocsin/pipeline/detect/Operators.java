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
    if (op.isComparison() && !bool) {
      return filter(op, vector, scalar, false);
    }
    return view -> {
      double b = scalar.at(view);
      List<Sample> result = new ArrayList<>();
      for (Sample sample : vector.at(view)) {
        result.add(calculated(op, sample.value(), b, sample));
      }
      return result;
    };
  }

  static Node.Vector scalarWith(BinaryOp op, boolean bool, Node.Scalar scalar, Node.Vector vector) {
    if (op.isComparison() && !bool) {
      return filter(op, vector, scalar, true);
    }
    return view -> {
      double a = scalar.at(view);
      List<Sample> result = new ArrayList<>();
      for (Sample sample : vector.at(view)) {
        result.add(calculated(op, a, sample.value(), sample));
      }
      return result;
    };
  }

  private static Sample calculated(BinaryOp op, double a, double b, Sample of) {
    return new Sample(keepsName(op) ? of.name() : "", of.labels(), number(op, a, b));
  }

  /**
   * A comparison without {@code bool} keeps an element as it is, or not at all. Most rules are
   * false most of the time: names are dropped of what is kept only.
   */
  private static Node.Vector filter(
      BinaryOp op, Node.Vector vector, Node.Scalar scalar, boolean scalarFirst) {
    Node.Vector all = vector instanceof Unnamed unnamed ? unnamed.named() : vector;
    boolean drops = vector instanceof Unnamed;
    return view -> {
      double number = scalar.at(view);
      List<Sample> samples = all.at(view);
      List<Sample> kept = null;
      for (int i = 0; i < samples.size(); i++) {
        Sample sample = samples.get(i);
        double value = sample.value();
        if (scalarFirst ? holds(op, number, value) : holds(op, value, number)) {
          kept = kept == null ? new ArrayList<>(samples.size()) : kept;
          kept.add(drops ? sample.unnamed(value) : sample);
        }
      }
      return kept == null ? List.of() : kept;
    };
  }
}
