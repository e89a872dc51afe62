package io.tocsin.pipeline.promql;

import java.util.Arrays;

/** Samples in the order of their times. */
final class Samples {

  private long[] times = new long[16];
  private double[] values = new double[16];
  private int size;

  /** Adds one; false when its time is not after the last one's. */
  boolean add(long time, double value) {
    if (size > 0 && time <= times[size - 1]) {
      return false;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    times[size] = time;
    values[size] = value;
    size++;
    return true;
  }

  int size() {
    return size;
  }

  long time(int i) {
    return times[i];
  }

  double value(int i) {
    return values[i];
  }

  double last() {
    return values[size - 1];
  }

  /** The number of samples not after {@code time}. */
  int countTo(long time) {
    int found = Arrays.binarySearch(times, 0, size, time);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The samples from {@code from} to {@code to}, both included, without stale markers. */
  Samples between(long from, long to) {
    Samples part = new Samples();
    int end = countTo(to);
    for (int i = countTo(from - 1); i < end; i++) {
      if (!StaleMarker.is(values[i])) {
        part.add(times[i], values[i]);
      }
    }
    return part;
  }

  double[] valuesOnly() {
    return Arrays.copyOf(values, size);
  }
}
