package io.tocsin.pipeline.rule.template;

import java.util.List;

/** Go's comparisons: a whole number and a fraction are different kinds and cannot be compared. */
final class Comparison {

  private Comparison() {}

  static boolean equalsAny(List<Object> arguments) throws TemplateError {
    Object first = arguments.get(0);
    boolean any = false;
    for (Object other : arguments.subList(1, arguments.size())) {
      requireSameKind(first, other);
      any |= same(first, other);
    }
    return any;
  }

  /** Go's equality of floats, by which NaN is not equal to itself and -0 is 0. */
  private static boolean same(Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return a.doubleValue() == b.doubleValue();
    }
    return left.equals(right);
  }

  static boolean lessOrEqual(List<Object> arguments) throws TemplateError {
    return less(arguments.get(0), arguments.get(1)) || equalsAny(arguments);
  }

  static boolean less(Object left, Object right) throws TemplateError {
    requireSameKind(left, right);
    if (left instanceof Double a && right instanceof Double b) {
      return a < b;
    }
    if (left instanceof Long a && right instanceof Long b) {
      return a < b;
    }
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b) < 0;
    }
    throw new TemplateError("these have no order: " + GoFormat.print(left));
  }

  private static void requireSameKind(Object left, Object right) throws TemplateError {
    if (left.getClass() != right.getClass()) {
      String hint =
          left instanceof Number && right instanceof Number
              ? "; $value is a fraction, so compare it with one, such as 5.0"
              : "";
      throw new TemplateError(
          "incompatible types for comparison: "
              + GoFormat.kind(left)
              + " and "
              + GoFormat.kind(right)
              + hint);
    }
  }
}
