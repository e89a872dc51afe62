package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * The shadow of a surprise: it fades linearly over the rest, and what lies in it is the same
 * occurrence. So one occurrence is told once, unless it grows.
 */
final class Shadow {
  static final int BYTES = 8 + 4 + 4;

  private double height;
  private int left;
  private int grown;

  /** Whether the surprise stands out of the shadow; it then casts its own. */
  boolean rises(double surprise, int rest) {
    if (surprise > height * left / rest) {
      height = surprise;
      left = rest;
      return true;
    }
    if (left > 0) {
      left--;
    } else {
      grown = 0;
    }
    return false;
  }

  /**
   * Counts a finding.
   *
   * @return how many findings stand in one unbroken shadow, this one included
   */
  int tell() {
    return ++grown;
  }

  void write(ByteBuffer out) {
    out.putDouble(height).putInt(left).putInt(grown);
  }

  void read(ByteBuffer in) {
    height = in.getDouble();
    left = in.getInt();
    grown = in.getInt();
  }
}
