package io.tocsin.pipeline.event;

import static java.lang.Double.isNaN;

/**
 * What numbers add up to, so that parts made in different places can be put together. Immutable.
 *
 * @param count how many there are
 * @param sum their sum
 * @param lost what rounding has lost of the sum (Neumaier)
 * @param min the least; NaN only if there is nothing else
 * @param max the greatest; NaN only if there is nothing else
 * @param mean their mean
 * @param squares sum of the squared distances from the mean (Chan, Golub and LeVeque 1979)
 */
public record Sums(
    long count, double sum, double lost, double min, double max, double mean, double squares) {
  /** Of no numbers. */
  public static final Sums NONE = new Sums(0, 0, 0, Double.NaN, Double.NaN, 0, 0);

  /** Of one number. */
  public static Sums of(double value) {
    return new Sums(1, value, 0, value, value, value, 0);
  }

  /** Of these numbers and the others. */
  public Sums plus(Sums other) {
    if (count == 0) {
      return other;
    } else if (other.count == 0) {
      return this;
    }
    double total = sum + other.sum;
    double rounding =
        Math.abs(sum) >= Math.abs(other.sum)
            ? (sum - total) + other.sum
            : (other.sum - total) + sum;
    double n = (double) count + other.count;
    double delta = other.mean - mean;
    return new Sums(
        count + other.count,
        total,
        lost + other.lost + (Double.isFinite(total) ? rounding : 0),
        isNaN(min) || other.min < min ? other.min : min,
        isNaN(max) || other.max > max ? other.max : max,
        mean + delta * other.count / n,
        squares + other.squares + delta * delta * count * other.count / n);
  }

  /** The sum with what rounding has lost. */
  public double total() {
    return sum + lost;
  }
}
