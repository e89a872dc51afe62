package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * The regime of a series: how its last {@value #WINDOW} readings spread over {@value #BINS} bins of
 * deviation, against the spreads that are remembered. After the relative entropy detector of Wang
 * and others (IM 2011), with the least distance in place of the entropy.
 */
final class Pattern {
  private static final int WINDOW = 52;
  private static final int BINS = 5;
  private static final int REMEMBERED = 32;
  static final int BYTES = WINDOW + REMEMBERED * BINS + 3;

  private static final int EVERY = 4;
  private static final double INNER = 0.7;
  private static final double OUTER = 2;

  /** Readings that must lie elsewhere for a spread to be worth remembering. */
  private static final int NEW = 8;

  private final byte[] window = new byte[WINDOW];
  private final byte[] remembered = new byte[REMEMBERED * BINS];
  private byte filled;
  private byte place;
  private byte known;

  /** How many readings of the window lie in each bin. Follows from the window. */
  private final int[] spread = new int[BINS];

  /** Takes a deviation; whether {@link #distance} is to be asked. */
  boolean take(double z) {
    byte bin = bin(z);
    if (filled == WINDOW) {
      spread[window[place]]--;
    } else {
      filled++;
    }
    spread[bin]++;
    window[place] = bin;
    place = (byte) (place + 1 == WINDOW ? 0 : place + 1);
    return filled == WINDOW && place % EVERY == 0;
  }

  private static byte bin(double z) {
    if (z < 0) {
      return (byte) (z < -OUTER ? 0 : z < -INNER ? 1 : 2);
    }
    return (byte) (z > OUTER ? 4 : z > INNER ? 3 : 2);
  }

  /**
   * How many readings lie elsewhere than in the nearest remembered spread; then remembers.
   *
   * @return 0 if nothing was remembered before
   */
  int distance() {
    int nearest = WINDOW;
    for (int i = 0; i < known; i++) {
      nearest = Math.min(nearest, distance(i * BINS));
    }
    boolean first = known == 0;
    if (nearest >= NEW) {
      remember();
    }
    return first ? 0 : nearest;
  }

  private int distance(int at) {
    int off = 0;
    for (int b = 0; b < BINS; b++) {
      off += Math.abs(spread[b] - remembered[at + b]);
    }
    return off / 2;
  }

  private void remember() {
    if (known == REMEMBERED) {
      System.arraycopy(remembered, BINS, remembered, 0, (REMEMBERED - 1) * BINS);
      known--;
    }
    for (int b = 0; b < BINS; b++) {
      remembered[known * BINS + b] = (byte) spread[b];
    }
    known++;
  }

  void write(ByteBuffer out) {
    out.put(window).put(remembered).put(filled).put(place).put(known);
  }

  void read(ByteBuffer in) {
    in.get(window).get(remembered);
    filled = in.get();
    place = in.get();
    known = in.get();
    java.util.Arrays.fill(spread, 0);
    for (int i = 0; i < filled; i++) {
      spread[window[i]]++;
    }
  }
}
