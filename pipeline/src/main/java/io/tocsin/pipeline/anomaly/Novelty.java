package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * The range each channel has been seen in, over this and the last generation.
 *
 * <p>A record among n exchangeable values has probability 1/n for each end, whatever their
 * distribution; how far it lies beyond the range, in units of the range, says the rest. Both are
 * free of scale and shift. A generation lasts at least a week and {@value #GENERATION} readings, so
 * that what was normal for two of them at most is forgotten and weekly rhythms are not.
 */
final class Novelty {
  static final int BYTES = Channel.RECORDS * 4 * 8 + Channel.RECORDS * 2 * 4 + 2 * 8;

  private static final int GENERATION = 20_000;
  private static final long WEEK_MS = 7L * 86_400_000;

  /** An excess counts from this share of the range on: less is noise at the edge. */
  private static final double TOLERANCE = 0.01;

  /** Nats per range of excess, as in the tail of a normal distribution, and the most of them. */
  private static final double NATS_PER_RANGE = 24;

  private static final double MAX_NATS = 6;

  /** Of the nats of the record itself, this share counts: neighbours are not exchangeable. */
  private static final double RECORD_SHARE = 0.5;

  private final double[] low = new double[Channel.RECORDS];
  private final double[] high = new double[Channel.RECORDS];
  private final double[] oldLow = new double[Channel.RECORDS];
  private final double[] oldHigh = new double[Channel.RECORDS];
  private final int[] count = new int[Channel.RECORDS];
  private final int[] oldCount = new int[Channel.RECORDS];
  private long generationStart;
  private long readings;

  /** Of both generations together, by channel: lowest, highest. Not state. */
  private final double[] range = new double[2 * Channel.RECORDS];

  private final int[] seen = new int[Channel.RECORDS];

  /** Starts a new generation when this one is long enough. Once per reading. */
  void tick(long timeMs) {
    if (readings == 0) {
      generationStart = timeMs;
    }
    readings++;
    if (readings > GENERATION && timeMs - generationStart >= WEEK_MS) {
      System.arraycopy(low, 0, oldLow, 0, low.length);
      System.arraycopy(high, 0, oldHigh, 0, high.length);
      System.arraycopy(count, 0, oldCount, 0, count.length);
      java.util.Arrays.fill(count, 0);
      readings = 1;
      generationStart = timeMs;
      putTogether();
    }
  }

  private void putTogether() {
    for (int c = 0; c < Channel.RECORDS; c++) {
      boolean young = count[c] == 0;
      boolean only = oldCount[c] == 0;
      range[2 * c] = young ? oldLow[c] : only ? low[c] : Math.min(low[c], oldLow[c]);
      range[2 * c + 1] = young ? oldHigh[c] : only ? high[c] : Math.max(high[c], oldHigh[c]);
      seen[c] = count[c] + oldCount[c];
    }
  }

  double low(int channel) {
    return range[2 * channel];
  }

  double high(int channel) {
    return range[2 * channel + 1];
  }

  int seen(int channel) {
    return seen[channel];
  }

  /**
   * Learns a value and says how surprising it was before.
   *
   * @param floor a difference that is rounding, not news
   * @return nats; 0 for a value inside what was seen
   */
  double learn(int channel, double value, double floor) {
    if (isInside(channel, value)) {
      return 0;
    }
    double surprise = 0;
    int seen = seen(channel);
    if (seen > 0) {
      double lowest = low(channel);
      double highest = high(channel);
      double beyond = Math.max(value - highest, lowest - value);
      if (beyond > floor) {
        surprise = surprise(beyond, highest - lowest, seen);
      }
    }
    extend(channel, value);
    return surprise;
  }

  /** As {@link #learn}, on the logarithm of a positive value. */
  double learnLog(int channel, double value, double floor) {
    double positive = Math.max(value, floor);
    if (isInside(channel, positive)) {
      return 0;
    }
    double surprise = 0;
    int seen = seen(channel);
    if (seen > 0) {
      double lowest = low(channel);
      double highest = high(channel);
      if (positive > highest || positive < lowest) {
        double beyond = Math.log(positive > highest ? positive / highest : lowest / positive);
        surprise = surprise(beyond, Math.log(highest / lowest), seen);
      }
    }
    extend(channel, positive);
    return surprise;
  }

  /** Counts a value inside the range of this generation, as nearly all are; it is no news. */
  private boolean isInside(int channel, double value) {
    boolean inside = count[channel] > 0 && value > low[channel] && value < high[channel];
    if (inside) {
      count[channel]++;
      seen[channel]++;
    }
    return inside;
  }

  private static double surprise(double beyond, double range, int seen) {
    if (beyond <= TOLERANCE * range) {
      return 0;
    }
    double excess = range > 0 ? NATS_PER_RANGE * beyond / range : MAX_NATS;
    return RECORD_SHARE * Math.log(seen + 1.0) + Math.min(excess, MAX_NATS);
  }

  private void extend(int channel, double value) {
    if (count[channel] == 0) {
      low[channel] = value;
      high[channel] = value;
    } else {
      if (value <= low[channel]) {
        low[channel] = Math.min(low[channel], value);
      }
      if (value >= high[channel]) {
        high[channel] = Math.max(high[channel], value);
      }
    }
    count[channel]++;
    if (seen[channel]++ == 0) {
      range[2 * channel] = value;
      range[2 * channel + 1] = value;
    } else {
      if (value <= range[2 * channel]) {
        range[2 * channel] = Math.min(range[2 * channel], value);
      }
      if (value >= range[2 * channel + 1]) {
        range[2 * channel + 1] = Math.max(range[2 * channel + 1], value);
      }
    }
  }

  void write(ByteBuffer out) {
    for (int c = 0; c < Channel.RECORDS; c++) {
      out.putDouble(low[c]).putDouble(high[c]).putDouble(oldLow[c]).putDouble(oldHigh[c]);
      out.putInt(count[c]).putInt(oldCount[c]);
    }
    out.putLong(generationStart).putLong(readings);
  }

  void read(ByteBuffer in) {
    for (int c = 0; c < Channel.RECORDS; c++) {
      low[c] = in.getDouble();
      high[c] = in.getDouble();
      oldLow[c] = in.getDouble();
      oldHigh[c] = in.getDouble();
      count[c] = in.getInt();
      oldCount[c] = in.getInt();
    }
    generationStart = in.getLong();
    readings = in.getLong();
    putTogether();
  }
}
