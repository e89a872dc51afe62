package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * Where a series usually is, and how far from there: a slow robust mean and mean deviation, which
 * an anomaly drags along only slowly, and the sum of what lies beyond them (CUSUM, Page 1954) for
 * changes of level too small for a single reading.
 */
final class Usual {
  static final int BYTES = 4 * 8 + 4;

  private static final double RATE = 0.0003;
  private static final double CLIP = 4;
  private static final int YOUNG = 50;

  /** A normal distribution's standard deviation in mean deviations. */
  private static final double NORMAL = 1.2533;

  /** Deviations that are usual, and so do not add to the sum; and the most that adds at once. */
  private static final double SLACK = 1;

  private double location;
  private double deviation;
  private double up;
  private double down;
  private int count;

  /** Deviations from the usual place, judged by what was learned before; then learns. */
  double learn(double value, double floor) {
    count = Math.min(count + 1, 1 << 20);
    if (count == 1) {
      location = value;
    }
    double off = value - location;
    double unit = Math.max(NORMAL * deviation, floor);
    double z = unit > 0 ? off / unit : 0;
    double rate = Rate.of(RATE, count);
    double most = count > YOUNG ? CLIP * Math.max(deviation, floor) : Double.MAX_VALUE;
    location += rate * Math.max(-most, Math.min(off, most));
    double size = Math.min(Math.abs(off), count > YOUNG ? 1.5 * most : most);
    deviation += rate * (size - deviation);
    double step = Math.max(-CLIP, Math.min(z, CLIP));
    up = Math.max(0, up + step - SLACK);
    down = Math.max(0, down - step - SLACK);
    return z;
  }

  /** The sum of what lay beyond the usual: positive above, negative below. */
  double sum() {
    return up - down;
  }

  void write(ByteBuffer out) {
    out.putDouble(location).putDouble(deviation).putDouble(up).putDouble(down).putInt(count);
  }

  void read(ByteBuffer in) {
    location = in.getDouble();
    deviation = in.getDouble();
    up = in.getDouble();
    down = in.getDouble();
    count = in.getInt();
  }
}
