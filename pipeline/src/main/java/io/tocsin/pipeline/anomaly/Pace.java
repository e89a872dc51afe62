package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/** The usual time between readings, and whether this reading comes after a gap. */
final class Pace {
  static final int BYTES = 2 * 8 + 8;

  /** A gap is this many usual intervals. */
  private static final double GAP = 10;

  private static final double RATE = 0.05;

  private long lastMs = Long.MIN_VALUE;
  private double usualMs;
  private double sinceMs;

  boolean isOutOfOrder(long timeMs) {
    return timeMs < lastMs;
  }

  boolean isFirst() {
    return lastMs == Long.MIN_VALUE;
  }

  /**
   * Takes the time of the next reading.
   *
   * @return whether it comes after a gap
   */
  boolean take(long timeMs) {
    if (isFirst()) {
      lastMs = timeMs;
      return false;
    }
    sinceMs = (double) timeMs - lastMs;
    lastMs = timeMs;
    boolean known = usualMs > 0;
    boolean gap = known && sinceMs > GAP * usualMs;
    usualMs = known ? usualMs + RATE * (Math.min(sinceMs, 3 * usualMs) - usualMs) : sinceMs;
    return gap;
  }

  /** Milliseconds since the reading before, a gap counted as one usual interval. */
  double sinceMs() {
    return Math.min(sinceMs, GAP * usualMs);
  }

  double realSinceMs() {
    return sinceMs;
  }

  double usualMs() {
    return usualMs;
  }

  long lastMs() {
    return lastMs;
  }

  void write(ByteBuffer out) {
    out.putLong(lastMs).putDouble(usualMs).putDouble(sinceMs);
  }

  void read(ByteBuffer in) {
    lastMs = in.getLong();
    usualMs = in.getDouble();
    sinceMs = in.getDouble();
  }
}
