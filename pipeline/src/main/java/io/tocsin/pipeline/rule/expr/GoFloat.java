package io.tocsin.pipeline.rule.expr;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as Go writes them: the fewest digits that read back as the same number.
 *
 * @see <a href="https://pkg.go.dev/strconv#FormatFloat">FormatFloat</a>
 */
public final class GoFloat {

  private static final int MOST_DIGITS = 17;
  private static final int SHORTEST_LARGEST_EXPONENT = 6;

  private GoFloat() {}

  /** As {@code %v} and {@code strconv.FormatFloat(value, 'g', -1, 64)} write it. */
  public static String general(double value) {
    return special(value, shortest(value), SHORTEST_LARGEST_EXPONENT);
  }

  /** As {@code strconv.FormatFloat(value, 'f', -1, 64)} writes it: never an exponent. */
  public static String plain(double value) {
    return special(value, shortest(value), Integer.MAX_VALUE);
  }

  /** As {@code %.<digits>g} writes it, at least one digit: rounded, trailing zeros gone. */
  public static String general(double value, int digits) {
    if (!Double.isFinite(value)) {
      return infinite(value);
    }
    int precision = Math.max(1, digits);
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(precision, RoundingMode.HALF_EVEN));
    return special(value, rounded, precision);
  }

  private static String special(double value, BigDecimal digits, int largestExponent) {
    if (!Double.isFinite(value)) {
      return infinite(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal stripped = digits.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    boolean small = exponent < -4 && largestExponent != Integer.MAX_VALUE;
    return small || exponent >= largestExponent
        ? scientific(stripped, exponent)
        : stripped.toPlainString();
  }

  private static String infinite(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    return value > 0 ? "+Inf" : "-Inf";
  }

  /** As {@code %.<digits>e} writes a finite number: so many digits after the point. */
  public static String scientific(double value, int digits) {
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    boolean zero = rounded.signum() == 0;
    int exponent = zero ? 0 : rounded.precision() - rounded.scale() - 1;
    String shown = zero ? "0" : rounded.unscaledValue().abs().toString();
    String padded = shown + "0".repeat(Math.max(0, digits + 1 - shown.length()));
    boolean negative = value < 0 || (value == 0 && 1 / value < 0);
    return (negative ? "-" : "") + withExponent(padded, exponent);
  }

  private static String scientific(BigDecimal stripped, int exponent) {
    String digits = stripped.unscaledValue().abs().toString();
    return (stripped.signum() < 0 ? "-" : "") + withExponent(digits, exponent);
  }

  private static String withExponent(String digits, int exponent) {
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + size;
  }

  /**
   * Java 17's {@code Double.toString} sometimes writes a digit too many, so its answer is only
   * where the search begins.
   */
  private static BigDecimal shortest(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal best = new BigDecimal(Double.toString(value));
    int digits = Math.min(best.stripTrailingZeros().precision(), MOST_DIGITS);
    for (int precision = digits; precision >= 1; precision--) {
      BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() != value) {
        break;
      }
      best = rounded;
    }
    return best;
  }
}
