package io.tocsin.connectors.sensor;

/**
 * Chance without state: the same keys give the same number, always. The mixing is SplitMix64's
 * finalizer (G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number generators, 2014).
 */
final class Chance {
  private Chance() {}

  static long mix(long seed, long key) {
    long z = seed + 0x9E3779B97F4A7C15L * (key + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Between 0 (inclusive) and 1 (exclusive). */
  static double uniform(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  /** Between {@code low} and {@code high}. */
  static double between(long bits, double low, double high) {
    return low + uniform(bits) * (high - low);
  }

  /**
   * Nearly normal with mean 0 and standard deviation 1: the sum of four uniform numbers, which
   * never is beyond 3.5 deviations, so that noise alone makes no outlier worth an alert.
   */
  static double normal(long bits) {
    long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    return (sum / 65536.0 - 2) * Math.sqrt(3);
  }

  /** Smooth noise with mean 0 and about unit spread, that changes within {@code period} ms. */
  static double drifting(long seed, long time, long period) {
    long cell = Math.floorDiv(time, period);
    double x = (double) (time - cell * period) / period;
    double weight = x * x * (3 - 2 * x);
    return normal(mix(seed, cell)) * (1 - weight) + normal(mix(seed, cell + 1)) * weight;
  }
}
