package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * What the other metrics leave unexplained of one: its usual size, and how often it lately was how
 * large, in half octaves.
 */
final class Rest {
  private static final int BINS = 20;
  static final int BYTES = 3 * 4 + BINS * 2;

  private static final double RATE = 0.001;
  private static final double LEAST_UNIT = 0.05;
  private static final double CLIP = 4;
  private static final double MOST = 20;
  private static final int YOUNG = 50;
  private static final double SMOOTHING = 0.3;

  /** Nats that are usual, and so do not count. */
  private static final double SLACK = 2.5;

  private static final double USUAL_SHARE = Math.exp(-SLACK);

  /** The same, and more than rounding may take from it. */
  private static final double SURELY_USUAL = 1.000001 * USUAL_SHARE;

  private static final int MEMORY = 20_000;
  private static final long MANTISSA = (1L << 52) - 1;
  private static final long ROOT_OF_TWO = Double.doubleToRawLongBits(Math.sqrt(2)) & MANTISSA;

  private float unit;
  private float lately;
  private int count;
  private final short[] sizes = new short[BINS];

  /** The sum of sizes, −1 if it is not known. Not state. */
  private int all = -1;

  /** Of the last step. Not state. */
  private double z;

  private double nats;

  /** Judges what is left by what was seen before, then learns; nats beyond the usual. */
  double take(double left) {
    double size = Math.abs(left);
    boolean young = count < YOUNG;
    double least = Math.max(unit, LEAST_UNIT);
    z = young ? 0 : Math.min(size / least, MOST);
    double rate = Rate.of(RATE, count + 1);
    double most = young ? size : Math.min(size, CLIP * least);
    unit += (float) (rate * (most - unit));
    lately += (float) (SMOOTHING * (z - lately));
    nats = young ? 0 : rarity(bin(lately));
    count = Math.min(count + 1, 1 << 20);
    return nats;
  }

  double z() {
    return z;
  }

  double nats() {
    return nats;
  }

  /** −ln of the share of earlier sizes that were as large, beyond the usual; learns this one. */
  private double rarity(int bin) {
    if (all < 0) {
      all = 0;
      for (short size : sizes) {
        all += size;
      }
    }
    int larger = all;
    for (int b = 0; b < bin; b++) {
      larger -= sizes[b];
    }
    // Mostly it is plain without a division that this is usual.
    boolean usual = larger + 1.0 >= SURELY_USUAL * (all + 1.0);
    double share = usual ? 1 : (larger + 1.0) / (all + 1.0);
    if (all >= MEMORY) {
      for (int b = 0; b < BINS; b++) {
        sizes[b] = (short) (sizes[b] / 2);
      }
      all = -1;
    } else {
      all++;
    }
    sizes[bin]++;
    return share < USUAL_SHARE ? -Math.log(share) - SLACK : 0;
  }

  private static int bin(double size) {
    if (size < 0.25) {
      return 0;
    }
    // Half octaves from a quarter on, without a logarithm: exponent and the square root of two.
    int octave = Math.getExponent(size);
    boolean upper = (Double.doubleToRawLongBits(size) & MANTISSA) >= ROOT_OF_TWO;
    return Math.min(1 + 2 * (octave + 2) + (upper ? 1 : 0), BINS - 1);
  }

  void write(ByteBuffer out) {
    out.putFloat(unit).putFloat(lately).putInt(count);
    for (short size : sizes) {
      out.putShort(size);
    }
  }

  void read(ByteBuffer in) {
    unit = in.getFloat();
    lately = in.getFloat();
    count = in.getInt();
    for (int b = 0; b < BINS; b++) {
      sizes[b] = in.getShort();
    }
    all = -1;
  }
}
