package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * What is usual at this time of day, in half hours, and, once three weeks are seen and if it
 * forecasts better, at this hour of the week. Times are UTC.
 */
final class Season {
  private static final int HALF_HOURS = 48;
  private static final int HOURS = 168;
  static final int BYTES = (HALF_HOURS + HOURS) * (4 + 2) + 3 * 8;

  private static final long HALF_HOUR_MS = 1_800_000;
  private static final long HOUR_MS = 3_600_000;
  private static final long WEEKS_BEFORE_USE_MS = 21L * 86_400_000;

  /** The part of a bin's mean that a reading replaces: 5 %, less if readings are dense. */
  private static final double RATE = 0.05;

  private static final double BIN_MEMORY_MS = 6_000_000;
  private static final double ERROR_RATE = 0.002;

  private final float[] byDay = new float[HALF_HOURS];
  private final short[] dayCount = new short[HALF_HOURS];
  private final float[] byWeek = new float[HOURS];
  private final short[] weekCount = new short[HOURS];
  private double dayError;
  private double weekError;
  private long firstMs;

  /** The bins of the time that was asked for last, and the half hour it lies in. Not state. */
  private long foundFromMs = Long.MAX_VALUE;

  private int half;
  private int hour;

  /** Whether {@link #expected} can say anything about this time. */
  boolean knows(long timeMs) {
    find(timeMs);
    return dayCount[half] > 0;
  }

  /** How long the series has been watched, in milliseconds. */
  long knownFor(long timeMs) {
    return timeMs - firstMs;
  }

  /** The usual value at this time. */
  double expected(long timeMs) {
    return usesWeek(timeMs) ? byWeek[hour] : byDay[half];
  }

  boolean usesWeek(long timeMs) {
    find(timeMs);
    return timeMs - firstMs >= WEEKS_BEFORE_USE_MS && weekCount[hour] > 2 && weekError < dayError;
  }

  /** Learns a value; {@code first}: the first of the series. */
  void learn(long timeMs, double value, double sinceLastMs, boolean first) {
    if (first) {
      firstMs = timeMs;
    }
    double rate = Math.min(RATE, Math.max(sinceLastMs, 1) / BIN_MEMORY_MS);
    find(timeMs);
    if (weekCount[hour] > 0 && dayCount[half] > 0) {
      dayError += ERROR_RATE * (Math.abs(value - byDay[half]) - dayError);
      weekError += ERROR_RATE * (Math.abs(value - byWeek[hour]) - weekError);
    }
    learn(byDay, dayCount, half, value, rate);
    learn(byWeek, weekCount, hour, value, rate);
  }

  private static void learn(float[] mean, short[] count, int bin, double value, double rate) {
    if (count[bin] < Short.MAX_VALUE) {
      count[bin]++;
    }
    mean[bin] += (float) (Rate.of(rate, count[bin]) * (value - mean[bin]));
  }

  private void find(long timeMs) {
    if (timeMs < foundFromMs || timeMs - foundFromMs >= HALF_HOUR_MS) {
      long halves = Math.floorDiv(timeMs, HALF_HOUR_MS);
      foundFromMs = halves * HALF_HOUR_MS;
      half = (int) Math.floorMod(halves, (long) HALF_HOURS);
      hour = (int) Math.floorMod(Math.floorDiv(timeMs, HOUR_MS), (long) HOURS);
    }
  }

  void write(ByteBuffer out) {
    for (int i = 0; i < HALF_HOURS; i++) {
      out.putFloat(byDay[i]).putShort(dayCount[i]);
    }
    for (int i = 0; i < HOURS; i++) {
      out.putFloat(byWeek[i]).putShort(weekCount[i]);
    }
    out.putDouble(dayError).putDouble(weekError).putLong(firstMs);
  }

  void read(ByteBuffer in) {
    for (int i = 0; i < HALF_HOURS; i++) {
      byDay[i] = in.getFloat();
      dayCount[i] = in.getShort();
    }
    for (int i = 0; i < HOURS; i++) {
      byWeek[i] = in.getFloat();
      weekCount[i] = in.getShort();
    }
    dayError = in.getDouble();
    weekError = in.getDouble();
    firstMs = in.getLong();
  }
}
