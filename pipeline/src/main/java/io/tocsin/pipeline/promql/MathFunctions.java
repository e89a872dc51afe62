package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.rule.expr.Builtin;

/** Functions of one value, with up to two parameters. */
final class MathFunctions {

  private static final double LN_2 = Math.log(2);

  private MathFunctions() {}

  static double apply(Builtin function, double value, double first, double second) {
    return switch (function) {
      case ABS -> Math.abs(value);
      case CEIL -> Math.ceil(value);
      case FLOOR -> Math.floor(value);
      case ROUND -> Math.floor(value * (1 / first) + 0.5) / (1 / first);
      case CLAMP -> Math.max(first, Math.min(second, value));
      case CLAMP_MAX -> Math.min(first, value);
      case CLAMP_MIN -> Math.max(first, value);
      case SGN -> value < 0 ? -1 : value > 0 ? 1 : value;
      case SQRT -> Math.sqrt(value);
      case EXP -> Math.exp(value);
      case LN -> Math.log(value);
      case LOG2 -> log2(value);
      case LOG10 -> Math.log10(value);
      case DEG -> value * 180 / Math.PI;
      case RAD -> value * Math.PI / 180;
      default -> trigonometric(function, value);
    };
  }

  private static double trigonometric(Builtin function, double value) {
    return switch (function) {
      case SIN -> Math.sin(value);
      case COS -> Math.cos(value);
      case TAN -> Math.tan(value);
      case ASIN -> Math.asin(value);
      case ACOS -> Math.acos(value);
      case ATAN -> Math.atan(value);
      case SINH -> Math.sinh(value);
      case COSH -> Math.cosh(value);
      case TANH -> Math.tanh(value);
      case ASINH -> asinh(value);
      case ACOSH -> acosh(value);
      case ATANH -> 0.5 * Math.log1p(2 * value / (1 - value));
      default -> throw new EvaluationException("no function of a value: " + function.word());
    };
  }

  /** Exact for powers of two. */
  private static double log2(double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      return Math.log(value) / LN_2;
    }
    int exponent = Math.getExponent(value) + 1;
    double fraction = value / Math.pow(2, exponent);
    return fraction == 0.5 ? exponent - 1 : Math.log(fraction) / LN_2 + exponent;
  }

  private static double asinh(double value) {
    double magnitude = Math.abs(value);
    double square = magnitude * magnitude;
    double result =
        Double.isInfinite(square)
            ? Math.log(magnitude) + LN_2
            : Math.log1p(magnitude + square / (1 + Math.sqrt(square + 1)));
    return Math.copySign(result, value);
  }

  private static double acosh(double value) {
    double square = value * value;
    if (Double.isInfinite(square) && value > 0) {
      return Math.log(value) + LN_2;
    }
    double above = value - 1;
    return Math.log1p(above + Math.sqrt(2 * above + above * above));
  }
}
