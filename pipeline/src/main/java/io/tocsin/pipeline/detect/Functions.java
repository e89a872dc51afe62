package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.rule.expr.Builtin;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.window.RangeFunction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of each element of a vector, by Prometheus' definitions. */
final class Functions {
  private Functions() {}

  /** A function of an element's value. */
  interface Of {
    double of(double value, StepView view);
  }

  static Node.Vector map(Node.Vector vector, Of function) {
    return view -> {
      List<Sample> result = new ArrayList<>();
      for (Sample sample : vector.at(view)) {
        result.add(sample.unnamed(function.of(sample.value(), view)));
      }
      return result;
    };
  }

  /** The window room's function of that name; null if it has none. */
  static @Nullable RangeFunction range(Builtin function) {
    return switch (function) {
      case AVG_OVER_TIME -> RangeFunction.AVG;
      case COUNT_OVER_TIME -> RangeFunction.COUNT;
      case SUM_OVER_TIME -> RangeFunction.SUM;
      case MIN_OVER_TIME -> RangeFunction.MIN;
      case MAX_OVER_TIME -> RangeFunction.MAX;
      case STDDEV_OVER_TIME -> RangeFunction.STDDEV;
      case STDVAR_OVER_TIME -> RangeFunction.STDVAR;
      case LAST_OVER_TIME -> RangeFunction.LAST;
      case PRESENT_OVER_TIME -> RangeFunction.PRESENT;
      case QUANTILE_OVER_TIME -> RangeFunction.QUANTILE;
      case RATE -> RangeFunction.RATE;
      case INCREASE -> RangeFunction.INCREASE;
      case DELTA -> RangeFunction.DELTA;
      case IRATE -> RangeFunction.IRATE;
      case IDELTA -> RangeFunction.IDELTA;
      case DERIV -> RangeFunction.DERIV;
      case PREDICT_LINEAR -> RangeFunction.PREDICT_LINEAR;
      case CHANGES -> RangeFunction.CHANGES;
      case RESETS -> RangeFunction.RESETS;
      default -> null;
    };
  }

  static Node.Vector math(Expr.Call call, Node.Vector vector, List<Node.Scalar> parameters)
      throws NotYet {
    return switch (call.function()) {
      case CLAMP -> clamp(vector, parameters.get(0), parameters.get(1));
      case CLAMP_MIN -> map(vector, (value, view) -> Math.max(parameters.get(0).at(view), value));
      case CLAMP_MAX -> map(vector, (value, view) -> Math.min(parameters.get(0).at(view), value));
      case ROUND -> round(vector, parameters);
      default -> {
        DoubleUnaryOperator plain = plain(call.function());
        yield map(vector, (value, view) -> plain.applyAsDouble(value));
      }
    };
  }

  private static Node.Vector clamp(Node.Vector vector, Node.Scalar low, Node.Scalar high) {
    Node.Vector clamped =
        map(vector, (value, view) -> Math.max(low.at(view), Math.min(high.at(view), value)));
    return view -> high.at(view) < low.at(view) ? List.of() : clamped.at(view);
  }

  private static Node.Vector round(Node.Vector vector, List<Node.Scalar> parameters) {
    return map(
        vector,
        (value, view) -> {
          double inverse = 1 / (parameters.isEmpty() ? 1 : parameters.get(0).at(view));
          return Math.floor(value * inverse + 0.5) / inverse;
        });
  }

  private static DoubleUnaryOperator plain(Builtin function) throws NotYet {
    return switch (function) {
      case ABS -> Math::abs;
      case CEIL -> Math::ceil;
      case FLOOR -> Math::floor;
      case EXP -> Math::exp;
      case LN -> Math::log;
      case LOG2 -> value -> Math.log(value) / Math.log(2);
      case LOG10 -> Math::log10;
      case SQRT -> Math::sqrt;
      case SGN -> Math::signum;
      case SIN -> Math::sin;
      case COS -> Math::cos;
      case TAN -> Math::tan;
      case ASIN -> Math::asin;
      case ACOS -> Math::acos;
      case ATAN -> Math::atan;
      case SINH -> Math::sinh;
      case COSH -> Math::cosh;
      case TANH -> Math::tanh;
      case ASINH -> value -> Math.log(value + Math.sqrt(value * value + 1));
      case ACOSH -> value -> Math.log(value + Math.sqrt(value * value - 1));
      case ATANH -> value -> 0.5 * Math.log((1 + value) / (1 - value));
      case DEG -> value -> value * 180 / Math.PI;
      case RAD -> value -> value * Math.PI / 180;
      default -> throw new NotYet(function.word() + "()");
    };
  }

  static Node.Vector calendar(Expr.Call call, Node.Vector vector) {
    Builtin part = call.function();
    return map(
        vector,
        (value, view) -> {
          ZonedDateTime date = Instant.ofEpochSecond((long) value).atZone(ZoneOffset.UTC);
          return switch (part) {
            case YEAR -> date.getYear();
            case MONTH -> date.getMonthValue();
            case DAY_OF_MONTH -> date.getDayOfMonth();
            case DAY_OF_WEEK -> date.getDayOfWeek().getValue() % 7;
            case DAY_OF_YEAR -> date.getDayOfYear();
            case DAYS_IN_MONTH -> date.toLocalDate().lengthOfMonth();
            case HOUR -> date.getHour();
            case MINUTE -> date.getMinute();
            default -> throw new IllegalStateException(part + " is no part of a date");
          };
        });
  }
}
