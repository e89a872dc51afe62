package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * How far in the tail a residual lies: a robust deviation, and beyond its 98 % quantile an
 * exponential tail (peaks over threshold, as in SPOT: Siffer and others, KDD 2017, with shape 0).
 */
final class Tail {
  static final int BYTES = 3 * 8 + 4;

  private static final double SHARE = 0.02;
  private static final double RATE = 0.002;
  private static final double NORMAL_MEAN_DEVIATION = 0.79788456;
  private static final double CLIP = 8;

  private double deviation;
  private double threshold = 2.3;
  private double excess = 0.6;
  private int count;

  /** The residual in standard deviations, judged by what was learned before. */
  double z(double residual, double floor) {
    double unit = Math.max(deviation / NORMAL_MEAN_DEVIATION, floor);
    return unit > 0 ? residual / unit : 0;
  }

  /** −ln of the chance of a residual as large as that, in nats. */
  double surprise(double z) {
    double beyond = Math.abs(z) - threshold;
    return beyond > 0 ? -Math.log(SHARE) + beyond / excess : 0;
  }

  /** Learns a residual whose {@link #z} was that. */
  void learn(double residual, double z) {
    count = Math.min(count + 1, 1 << 20);
    double rate = Rate.of(RATE, count);
    double size = Math.abs(residual);
    double clipped = deviation > 0 && count > 20 ? Math.min(size, CLIP * deviation) : size;
    deviation += rate * (clipped - deviation);
    double absolute = Math.min(Math.abs(z), 4 * CLIP);
    if (absolute > threshold) {
      excess += 0.01 * (absolute - threshold - excess);
      threshold += 0.02 * (1 - SHARE);
    } else {
      threshold -= 0.02 * SHARE;
    }
  }

  double deviation() {
    return deviation / NORMAL_MEAN_DEVIATION;
  }

  void write(ByteBuffer out) {
    out.putDouble(deviation).putDouble(threshold).putDouble(excess).putInt(count);
  }

  void read(ByteBuffer in) {
    deviation = in.getDouble();
    threshold = in.getDouble();
    excess = in.getDouble();
    count = in.getInt();
  }
}
