package io.tocsin.deploy.benchmark.report;

import java.util.Collection;
import java.util.function.ToLongFunction;

/** The middle and the tail of many measurements, ms. */
public record Percentiles(long p50, long p99, long p999, long max, long count) {
  /**
   * Returns the percentiles of a property by nearest rank: the least value that at least so many
   * percent do not exceed. All are -1 if there is nothing to measure.
   */
  public static <T> Percentiles of(Collection<T> items, ToLongFunction<T> property) {
    long[] sorted = items.stream().mapToLong(property).sorted().toArray();
    return new Percentiles(
        rank(sorted, 0.5), rank(sorted, 0.99), rank(sorted, 0.999), rank(sorted, 1), sorted.length);
  }

  private static long rank(long[] sorted, double share) {
    return sorted.length == 0 ? -1 : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  /** Returns {@code p50 / p99 / p99.9 / max}. */
  String text() {
    return p50 + " / " + p99 + " / " + p999 + " / " + max;
  }
}
