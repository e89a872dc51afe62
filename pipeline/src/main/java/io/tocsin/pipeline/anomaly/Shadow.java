package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * The shadow of a surprise: it fades linearly over the rest, and what lies in it is the same
 * occurrence. So one occurrence is told once, unless it grows well beyond what was told.
 */
final class Shadow {
  static final int BYTES = 2 * 8 + 3 * 4;

  /** Growth counts again after so many readings: one step is seen by several channels. */
  private static final int APART = 30;

  /** In the shadow of what was told, so much more is news. */
  private static final double GROWTH = 1.4;

  private double height;
  private double peak;
  private int left;
  private int grown;
  private int since;

  /** Whether the surprise stands out of the shadow; it then casts its own. */
  boolean rises(double surprise, int rest) {
    since = Math.min(since + 1, APART);
    if (left == 0) {
      grown = 0;
      peak = 0;
    }
    if (surprise > height(rest)) {
      height = surprise;
      left = rest;
      return true;
    }
    if (left > 0) {
      left--;
    }
    return false;
  }

  /**
   * What a surprise must reach to be told.
   *
   * @param threshold what was told reached at least
   */
  double bar(double threshold, int rest) {
    return (height >= threshold ? GROWTH : 1) * height(rest);
  }

  /** How high the shadow reaches now. */
  double height(int rest) {
    return left == 0 ? 0 : height * left / rest;
  }

  boolean isOver() {
    return left == 0;
  }

  /**
   * Counts a finding, if it surpasses all others of this unbroken shadow.
   *
   * @return how many did so far
   */
  int tell(double surprise) {
    if (surprise > peak && (grown == 0 || since >= APART)) {
      grown++;
      since = 0;
    }
    peak = Math.max(peak, surprise);
    return grown;
  }

  void write(ByteBuffer out) {
    out.putDouble(height).putDouble(peak).putInt(left).putInt(grown).putInt(since);
  }

  void read(ByteBuffer in) {
    height = in.getDouble();
    peak = in.getDouble();
    left = in.getInt();
    grown = in.getInt();
    since = in.getInt();
  }
}
