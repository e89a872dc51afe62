package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/** All channels of one series: each reading is looked at in every way, then learned from. */
final class Portfolio {
  static final int BYTES =
      Novelty.BYTES
          + Season.BYTES
          + Forecast.BYTES
          + Tail.BYTES
          + Usual.BYTES
          + Stuck.BYTES
          + Pattern.BYTES
          + 7 * 8
          + 2 * 4;

  private static final double SMOOTHING = 0.1;
  private static final double SPREAD_RATE = 0.02;
  private static final double SEASON_SMOOTHING = 0.02;
  private static final double ENERGY_RATE = 0.0005;
  private static final int SETTLE = 10;
  private static final int GROWN_READINGS = 500;
  private static final long GROWN_MS = 2 * 86_400_000L;
  private static final int LEVEL_YOUTH = 100;

  /** A deviation is at least this share of the range: of a nearly constant series, too. */
  private static final double LEAST_DEVIATION = 0.001;

  /** What differs by less than this share of the largest magnitude is rounding. */
  private static final double ROUNDING = 1e-12;

  private final Novelty novelty = new Novelty();
  private final Season season = new Season();
  private final Forecast forecast = new Forecast();
  private final Tail tail = new Tail();
  private final Usual usual = new Usual();
  private final Stuck stuck = new Stuck();
  private final Pattern pattern = new Pattern();

  private double origin;
  private double magnitude;
  private double average;
  private double mean;
  private double variance;
  private double energy;
  private double seasonAverage;
  private int readings;
  private int settle;

  /** Surprise of each channel at the last reading, in raw nats. Not state. */
  private final double[] parts = new double[Channel.COUNT];

  private double levelZ;
  private double predicted;
  private double seasonal;
  private double bandLow;
  private double bandHigh;

  /** Looks at a reading in every way; {@link #parts} then tells. */
  void add(long timeMs, double raw, double sinceMs, boolean gap) {
    boolean first = readings == 0;
    if (first) {
      origin = raw;
    }
    double value = raw - origin;
    magnitude = Math.max(magnitude, Math.max(Math.abs(raw), Math.abs(value)));
    double floor = ROUNDING * magnitude;
    double last = forecast.last();
    java.util.Arrays.fill(parts, 0);
    novelty.tick(timeMs);
    if (first || gap) {
      restart(value, first);
    }
    band(timeMs);
    record(Channel.VALUE, value, floor);
    if (settle == 0 || (readings > 0 && !gap)) {
      record(Channel.CHANGE, value - last, floor);
    }
    average += SMOOTHING * (value - average);
    if (settle == 0) {
      record(Channel.AVERAGE, average, floor);
    }
    spread(value, floor);
    season(timeMs, value, sinceMs, floor, first);
    predict(value, floor);
    level(value, floor);
    if (!first) {
      parts[Channel.STUCK.index] = stuck.learn(value == last);
    }
    readings = Math.min(readings + 1, 1 << 30);
    settle = Math.max(0, settle - 1);
  }

  private void restart(double value, boolean first) {
    average = value;
    settle = SETTLE;
    if (first) {
      mean = value;
    }
  }

  private void record(Channel channel, double value, double floor) {
    int c = channel.index;
    parts[c] = novelty.learn(c, value, floor);
  }

  private void spread(double value, double floor) {
    double off = value - mean;
    double rate = Rate.of(SPREAD_RATE, readings + 1);
    mean += rate * off;
    variance += rate * (off * off - variance);
    energy += Rate.of(ENERGY_RATE, readings + 1) * (off * off - energy);
    if (readings > 1 / SPREAD_RATE) {
      int c = Channel.SPREAD.index;
      double least = Math.max(ROUNDING * energy, floor * floor);
      parts[c] = least > 0 ? novelty.learnLog(c, variance, least) : 0;
    }
  }

  private void season(long timeMs, double value, double sinceMs, double floor, boolean first) {
    if (season.knows(timeMs)) {
      seasonal = season.expected(timeMs);
      double residual = value - seasonal;
      record(Channel.SEASON, residual, floor);
      seasonAverage += SEASON_SMOOTHING * (residual - seasonAverage);
      if (settle == 0) {
        record(Channel.SEASON_AVERAGE, seasonAverage, floor);
      }
    } else {
      seasonal = average;
    }
    season.learn(timeMs, value, sinceMs, first);
  }

  private void level(double value, double floor) {
    int c = Channel.VALUE.index;
    double least = Math.max(floor, LEAST_DEVIATION * (novelty.high(c) - novelty.low(c)));
    levelZ = usual.learn(value, least);
    if (readings > LEVEL_YOUTH) {
      record(Channel.LEVEL, usual.sum(), 1e-9);
      if (pattern.take(levelZ)) {
        record(Channel.PATTERN, pattern.distance(), 1);
      }
    }
  }

  private void predict(double value, double floor) {
    if (settle > SETTLE - 3) {
      forecast.take(value);
      predicted = value;
      return;
    }
    predicted = forecast.next(mean);
    double error = value - predicted;
    forecast.learn(value, mean, error, 1e-9 * energy);
    double z = tail.z(error, floor);
    parts[Channel.RESIDUAL.index] = tail.surprise(z);
    tail.learn(error, z);
  }

  private void band(long timeMs) {
    bandLow = novelty.low(Channel.VALUE.index);
    bandHigh = novelty.high(Channel.VALUE.index);
    int c = Channel.SEASON.index;
    if (season.knows(timeMs) && novelty.seen(c) > 0) {
      double usual = season.expected(timeMs);
      bandLow = Math.max(bandLow, usual + novelty.low(c));
      bandHigh = Math.min(bandHigh, usual + novelty.high(c));
    }
    if (bandLow > bandHigh) {
      double middle = (bandLow + bandHigh) / 2;
      bandLow = middle;
      bandHigh = middle;
    }
    bandLow += origin;
    bandHigh += origin;
  }

  /** Nats of each channel at the last reading; not to be kept. */
  double[] parts() {
    return parts;
  }

  double levelZ() {
    return levelZ;
  }

  double predicted() {
    return predicted + origin;
  }

  double seasonal() {
    return seasonal + origin;
  }

  double bandLow() {
    return bandLow;
  }

  double bandHigh() {
    return bandHigh;
  }

  /** Whether the series has been seen long enough for its findings to be more than evidence. */
  boolean isGrown(long timeMs) {
    return readings >= GROWN_READINGS && ageMs(timeMs) >= GROWN_MS;
  }

  /** How long the series has been watched. */
  long ageMs(long timeMs) {
    return season.knownFor(timeMs);
  }

  int readings() {
    return readings;
  }

  void write(ByteBuffer out) {
    novelty.write(out);
    season.write(out);
    forecast.write(out);
    tail.write(out);
    usual.write(out);
    stuck.write(out);
    pattern.write(out);
    out.putDouble(origin).putDouble(magnitude).putDouble(average).putDouble(mean);
    out.putDouble(variance).putDouble(energy).putDouble(seasonAverage);
    out.putInt(readings).putInt(settle);
  }

  void read(ByteBuffer in) {
    novelty.read(in);
    season.read(in);
    forecast.read(in);
    tail.read(in);
    usual.read(in);
    stuck.read(in);
    pattern.read(in);
    origin = in.getDouble();
    magnitude = in.getDouble();
    average = in.getDouble();
    mean = in.getDouble();
    variance = in.getDouble();
    energy = in.getDouble();
    seasonAverage = in.getDouble();
    readings = in.getInt();
    settle = in.getInt();
  }
}
