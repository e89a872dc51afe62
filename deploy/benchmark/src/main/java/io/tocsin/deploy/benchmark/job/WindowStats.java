package io.tocsin.deploy.benchmark.job;

import java.nio.ByteBuffer;

/** Count, sum, min and max of one window; mutable, and owned by the engine's aggregation. */
public final class WindowStats {
  /** Bytes of the stored form. */
  public static final int BYTES = 32;

  /** How many readings. */
  public long count;

  /** Their sum. */
  public double sum;

  /** The least, or positive infinity before the first. */
  public double min = Double.POSITIVE_INFINITY;

  /** The greatest, or negative infinity before the first. */
  public double max = Double.NEGATIVE_INFINITY;

  /** Adds one reading and returns this. */
  public WindowStats add(double value) {
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    return this;
  }

  /** Returns the mean; NaN before the first reading. */
  public double mean() {
    return sum / count;
  }

  /** Returns the stored form: four big-endian numbers of eight bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(count)
        .putDouble(sum)
        .putDouble(min)
        .putDouble(max)
        .array();
  }

  /** Returns what {@link #toBytes} stored. */
  public static WindowStats ofBytes(byte[] stored) {
    ByteBuffer from = ByteBuffer.wrap(stored);
    WindowStats stats = new WindowStats();
    stats.count = from.getLong();
    stats.sum = from.getDouble();
    stats.min = from.getDouble();
    stats.max = from.getDouble();
    return stats;
  }
}
