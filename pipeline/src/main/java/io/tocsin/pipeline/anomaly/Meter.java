package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * Tells counters from gauges: what only climbs while it is young is a counter, and is watched by
 * its rate per second. A fall to near the lowest value seen is a reset; any other fall shows that
 * it was a gauge after all.
 */
final class Meter {
  static final int BYTES = 1 + 3 * 4 + 3 * 8;

  /** Readings that must climb, and the least of them that must have risen. */
  private static final int YOUTH = 150;

  private static final int MIN_RISES = 100;
  private static final double RESET_SHARE = 0.1;

  private boolean counter;
  private int readings;
  private int rises;
  private int falls;
  private double lowest;
  private double highest;
  private double last;

  /** What the next reading says about the meter. */
  enum Kind {
    SAME,
    /** A counter after all: start again with rates. */
    BECAME_COUNTER,
    /** A gauge after all: start again with values. */
    BECAME_GAUGE,
    /** A counter began anew: there is no rate for this reading. */
    RESET
  }

  private double change;

  Kind take(double value) {
    if (readings == 0) {
      lowest = value;
      highest = value;
      last = value;
    }
    change = value - last;
    last = value;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    if (counter) {
      return takeCounter(value);
    }
    if (readings < YOUTH) {
      readings++;
      rises += change > 0 ? 1 : 0;
      falls += change < 0 ? 1 : 0;
      if (readings == YOUTH && falls == 0 && rises >= MIN_RISES) {
        counter = true;
        return Kind.BECAME_COUNTER;
      }
    }
    return Kind.SAME;
  }

  private Kind takeCounter(double value) {
    if (change >= 0) {
      return Kind.SAME;
    }
    if (value <= lowest + RESET_SHARE * (highest - lowest)) {
      return Kind.RESET;
    }
    counter = false;
    return Kind.BECAME_GAUGE;
  }

  boolean isCounter() {
    return counter;
  }

  /** The change that the last reading brought. */
  double change() {
    return change;
  }

  void write(ByteBuffer out) {
    out.put((byte) (counter ? 1 : 0)).putInt(readings).putInt(rises).putInt(falls);
    out.putDouble(lowest).putDouble(highest).putDouble(last);
  }

  void read(ByteBuffer in) {
    counter = in.get() != 0;
    readings = in.getInt();
    rises = in.getInt();
    falls = in.getInt();
    lowest = in.getDouble();
    highest = in.getDouble();
    last = in.getDouble();
  }
}
