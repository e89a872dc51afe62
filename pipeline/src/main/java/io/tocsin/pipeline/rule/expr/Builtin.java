package io.tocsin.pipeline.rule.expr;

import static io.tocsin.pipeline.rule.expr.ValueType.MATRIX;
import static io.tocsin.pipeline.rule.expr.ValueType.SCALAR;
import static io.tocsin.pipeline.rule.expr.ValueType.STRING;
import static io.tocsin.pipeline.rule.expr.ValueType.VECTOR;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' functions, with their signatures (those of release 2.42 but for native histograms).
 *
 * @see <a href="https://prometheus.io/docs/prometheus/2.42/querying/functions/">the functions</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
public enum Builtin {
  ABS(Family.MATH, VECTOR, VECTOR),
  ABSENT(Family.ABSENCE, VECTOR, VECTOR),
  ABSENT_OVER_TIME(Family.ABSENCE, VECTOR, MATRIX),
  ACOS(Family.MATH, VECTOR, VECTOR),
  ACOSH(Family.MATH, VECTOR, VECTOR),
  ASIN(Family.MATH, VECTOR, VECTOR),
  ASINH(Family.MATH, VECTOR, VECTOR),
  ATAN(Family.MATH, VECTOR, VECTOR),
  ATANH(Family.MATH, VECTOR, VECTOR),
  AVG_OVER_TIME(Family.RANGE, VECTOR, MATRIX),
  CEIL(Family.MATH, VECTOR, VECTOR),
  CHANGES(Family.RANGE, VECTOR, MATRIX),
  CLAMP(Family.MATH, VECTOR, VECTOR, SCALAR, SCALAR),
  CLAMP_MAX(Family.MATH, VECTOR, VECTOR, SCALAR),
  CLAMP_MIN(Family.MATH, VECTOR, VECTOR, SCALAR),
  COS(Family.MATH, VECTOR, VECTOR),
  COSH(Family.MATH, VECTOR, VECTOR),
  COUNT_OVER_TIME(Family.RANGE, VECTOR, MATRIX),
  DAYS_IN_MONTH(Family.CALENDAR, 0, VECTOR, VECTOR),
  DAY_OF_MONTH(Family.CALENDAR, 0, VECTOR, VECTOR),
  DAY_OF_WEEK(Family.CALENDAR, 0, VECTOR, VECTOR),
  DAY_OF_YEAR(Family.CALENDAR, 0, VECTOR, VECTOR),
  DEG(Family.MATH, VECTOR, VECTOR),
  DELTA(Family.RANGE, VECTOR, MATRIX),
  DERIV(Family.RANGE, VECTOR, MATRIX),
  EXP(Family.MATH, VECTOR, VECTOR),
  FLOOR(Family.MATH, VECTOR, VECTOR),
  HISTOGRAM_QUANTILE(Family.VECTOR, VECTOR, SCALAR, VECTOR),
  HOLT_WINTERS(Family.RANGE, VECTOR, MATRIX, SCALAR, SCALAR),
  HOUR(Family.CALENDAR, 0, VECTOR, VECTOR),
  IDELTA(Family.RANGE, VECTOR, MATRIX),
  INCREASE(Family.RANGE, VECTOR, MATRIX),
  IRATE(Family.RANGE, VECTOR, MATRIX),
  LABEL_JOIN(Family.LABEL, -1, VECTOR, VECTOR, STRING, STRING, STRING),
  LABEL_REPLACE(Family.LABEL, VECTOR, VECTOR, STRING, STRING, STRING, STRING),
  LAST_OVER_TIME(Family.RANGE, VECTOR, MATRIX),
  LN(Family.MATH, VECTOR, VECTOR),
  LOG10(Family.MATH, VECTOR, VECTOR),
  LOG2(Family.MATH, VECTOR, VECTOR),
  MAX_OVER_TIME(Family.RANGE, VECTOR, MATRIX),
  MINUTE(Family.CALENDAR, 0, VECTOR, VECTOR),
  MIN_OVER_TIME(Family.RANGE, VECTOR, MATRIX),
  MONTH(Family.CALENDAR, 0, VECTOR, VECTOR),
  PI(Family.SCALAR, SCALAR),
  PREDICT_LINEAR(Family.RANGE, VECTOR, MATRIX, SCALAR),
  PRESENT_OVER_TIME(Family.RANGE, VECTOR, MATRIX),
  QUANTILE_OVER_TIME(Family.RANGE, VECTOR, SCALAR, MATRIX),
  RAD(Family.MATH, VECTOR, VECTOR),
  RATE(Family.RANGE, VECTOR, MATRIX),
  RESETS(Family.RANGE, VECTOR, MATRIX),
  ROUND(Family.MATH, 1, VECTOR, VECTOR, SCALAR),
  SCALAR_OF("scalar", Family.SCALAR, SCALAR, VECTOR),
  SGN(Family.MATH, VECTOR, VECTOR),
  SIN(Family.MATH, VECTOR, VECTOR),
  SINH(Family.MATH, VECTOR, VECTOR),
  SORT(Family.VECTOR, VECTOR, VECTOR),
  SORT_DESC(Family.VECTOR, VECTOR, VECTOR),
  SQRT(Family.MATH, VECTOR, VECTOR),
  STDDEV_OVER_TIME(Family.RANGE, VECTOR, MATRIX),
  STDVAR_OVER_TIME(Family.RANGE, VECTOR, MATRIX),
  SUM_OVER_TIME(Family.RANGE, VECTOR, MATRIX),
  TAN(Family.MATH, VECTOR, VECTOR),
  TANH(Family.MATH, VECTOR, VECTOR),
  TIME(Family.SCALAR, SCALAR),
  TIMESTAMP(Family.MATH, VECTOR, VECTOR),
  VECTOR_OF("vector", Family.SCALAR, VECTOR, SCALAR),
  YEAR(Family.CALENDAR, 0, VECTOR, VECTOR);

  /** What kind of work a function does; an engine picks its way by it. */
  public enum Family {
    /** One value per series from the samples of a range. */
    RANGE,
    /** One value from each value of an instant vector. */
    MATH,
    /** A part of the date, of each value read as seconds, or of the evaluation time. */
    CALENDAR,
    /** Changes labels only. */
    LABEL,
    /** Tells that there is nothing. */
    ABSENCE,
    /** Needs the whole instant vector. */
    VECTOR,
    /** Between scalars and vectors. */
    SCALAR
  }

  private static final Map<String, Builtin> BY_WORD =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Builtin::word, Function.identity()));

  private final String word;
  private final Family family;
  private final ValueType result;
  private final List<ValueType> parameters;
  private final int least;
  private final boolean repeats;

  Builtin(Family family, ValueType result, ValueType... parameters) {
    this(null, family, parameters.length, false, result, parameters);
  }

  Builtin(String word, Family family, ValueType result, ValueType... parameters) {
    this(word, family, parameters.length, false, result, parameters);
  }

  /** With {@code least} arguments needed; -1: the last parameter may come any number of times. */
  Builtin(Family family, int least, ValueType result, ValueType... parameters) {
    this(null, family, least < 0 ? parameters.length - 1 : least, least < 0, result, parameters);
  }

  Builtin(
      @Nullable String word,
      Family family,
      int least,
      boolean repeats,
      ValueType result,
      ValueType... parameters) {
    this.word = word == null ? name().toLowerCase(Locale.ROOT) : word;
    this.family = family;
    this.least = least;
    this.repeats = repeats;
    this.result = result;
    this.parameters = List.of(parameters);
  }

  /** The function's name as written. */
  public String word() {
    return word;
  }

  /** What kind of work it does. */
  public Family family() {
    return family;
  }

  /** What it evaluates to. */
  public ValueType result() {
    return result;
  }

  /** The parameters' types; the last may repeat. */
  public List<ValueType> parameters() {
    return parameters;
  }

  /** The type of the argument at {@code index}. */
  public ValueType parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }

  /** The least number of arguments. */
  public int least() {
    return least;
  }

  /** The greatest number of arguments. */
  public int most() {
    return repeats ? Integer.MAX_VALUE : parameters.size();
  }

  /** Whether the result keeps the metric's name; all others drop it. */
  public boolean keepsName() {
    return switch (this) {
      case LAST_OVER_TIME, LABEL_JOIN, LABEL_REPLACE, SORT, SORT_DESC -> true;
      default -> false;
    };
  }

  static Optional<Builtin> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  static List<String> words() {
    return BY_WORD.keySet().stream().sorted().toList();
  }
}
