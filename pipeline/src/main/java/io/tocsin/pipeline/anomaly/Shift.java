package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/** A lasting change of level: a fast average against a slow one, in the slow one's deviations. */
final class Shift {
  static final int BYTES = 3 * 8 + 4;

  private static final double FAST = 0.02;
  private static final double SLOW = 0.002;

  private double fast;
  private double slow;
  private double deviation;
  private int count;

  /** The distance of the averages in deviations of the fast one; 0 while too little is known. */
  double learn(double value, double floor) {
    count = Math.min(count + 1, 1 << 20);
    double distance = count == 1 ? 0 : fast - slow;
    double unit = Math.max(deviation, floor);
    double z = unit > 0 ? distance / unit : 0;
    double slowRate = Math.max(SLOW, 1.0 / count);
    fast += Math.max(FAST, 1.0 / count) * (value - fast);
    slow += slowRate * (value - slow);
    double size = Math.abs(fast - slow);
    double clipped = count > 200 ? Math.min(size, 4 * deviation + floor) : size;
    deviation += slowRate * (clipped - deviation);
    return z;
  }

  double slow() {
    return slow;
  }

  void write(ByteBuffer out) {
    out.putDouble(fast).putDouble(slow).putDouble(deviation).putInt(count);
  }

  void read(ByteBuffer in) {
    fast = in.getDouble();
    slow = in.getDouble();
    deviation = in.getDouble();
    count = in.getInt();
  }
}
