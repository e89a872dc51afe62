package io.tocsin.pipeline.window;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;

/** Times near another one in few bytes, and the two that stand for never. */
final class Times {
  private static final int LEAST = 0;
  private static final int GREATEST = 1;
  private static final int FAR = 2;
  private static final int NEAR = 3;
  private static final long NEAR_MS = 1L << 40;

  private Times() {}

  /**
   * Writes a time.
   *
   * @param base what it is probably near to
   */
  static void put(long base, long time, ByteWriter out) {
    if (time == Long.MIN_VALUE) {
      out.putVarLong(LEAST);
    } else if (time == Long.MAX_VALUE) {
      out.putVarLong(GREATEST);
    } else {
      long off = time - base;
      if (off > -NEAR_MS && off < NEAR_MS) {
        out.putVarLong(NEAR + ((off << 1) ^ (off >> 63)));
      } else {
        out.putVarLong(FAR).putLong(time);
      }
    }
  }

  /** Reads what {@link #put} wrote beside the same base. */
  static long get(long base, ByteReader in) {
    long word = in.getVarLong();
    if (word == LEAST) {
      return Long.MIN_VALUE;
    }
    if (word == GREATEST) {
      return Long.MAX_VALUE;
    }
    if (word == FAR) {
      return in.getLong();
    }
    long off = word - NEAR;
    return base + ((off >>> 1) ^ -(off & 1));
  }
}
