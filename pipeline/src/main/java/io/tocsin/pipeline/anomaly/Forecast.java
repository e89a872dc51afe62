package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * A forecast from the last three readings, learned by normalised least mean squares (Widrow and
 * Hoff), on the deviation from a short mean.
 */
final class Forecast {
  static final int BYTES = 6 * 8;

  private static final double STEP = 0.02;

  private double weight1;
  private double weight2;
  private double weight3;
  private double last;
  private double second;
  private double third;

  /** The forecast of the next value around {@code mean}. */
  double next(double mean) {
    return mean + weight1 * (last - mean) + weight2 * (second - mean) + weight3 * (third - mean);
  }

  /** Learns from the error of {@link #next} and takes the value in. */
  void learn(double value, double mean, double error, double floor) {
    double a = last - mean;
    double b = second - mean;
    double c = third - mean;
    double power = a * a + b * b + c * c + floor;
    if (power > 0) {
      double step = STEP * error / power;
      weight1 += step * a;
      weight2 += step * b;
      weight3 += step * c;
    }
    take(value);
  }

  /** Takes a value in without learning: what lies before it is missing. */
  void take(double value) {
    third = second;
    second = last;
    last = value;
  }

  double last() {
    return last;
  }

  void write(ByteBuffer out) {
    out.putDouble(weight1).putDouble(weight2).putDouble(weight3);
    out.putDouble(last).putDouble(second).putDouble(third);
  }

  void read(ByteBuffer in) {
    weight1 = in.getDouble();
    weight2 = in.getDouble();
    weight3 = in.getDouble();
    last = in.getDouble();
    second = in.getDouble();
    third = in.getDouble();
  }
}
