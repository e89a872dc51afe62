package io.tocsin.pipeline.window;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import java.util.Arrays;

/** Samples of open panes that wait until all before them have come, sorted by time. */
final class Pending {
  private static final long[] NO_TIMES = {};
  private static final double[] NO_VALUES = {};

  /** For all that have none; nothing is ever put into it. */
  static final Pending NONE = new Pending();

  private long[] times = NO_TIMES;
  private long[] ends = NO_TIMES;
  private double[] values = NO_VALUES;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long time(int i) {
    return times[i];
  }

  long end(int i) {
    return ends[i];
  }

  double value(int i) {
    return values[i];
  }

  void insert(long time, double value, long end) {
    if (size == times.length) {
      int capacity = Math.max(8, size * 2);
      times = Arrays.copyOf(times, capacity);
      ends = Arrays.copyOf(ends, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    int at = size;
    while (at > 0 && times[at - 1] > time) {
      at--;
    }
    System.arraycopy(times, at, times, at + 1, size - at);
    System.arraycopy(ends, at, ends, at + 1, size - at);
    System.arraycopy(values, at, values, at + 1, size - at);
    times[at] = time;
    ends[at] = end;
    values[at] = value;
    size++;
  }

  void removeFirst(int n) {
    if (n > 0) {
      size -= n;
      System.arraycopy(times, n, times, 0, size);
      System.arraycopy(ends, n, ends, 0, size);
      System.arraycopy(values, n, values, 0, size);
    }
  }

  long firstEndAfter(long end) {
    for (int i = 0; i < size; i++) {
      if (ends[i] > end) {
        return ends[i];
      }
    }
    return Long.MAX_VALUE;
  }

  /** Stores all of them, near to {@code base}. */
  void write(long base, ByteWriter out) {
    out.putVarInt(size);
    for (int i = 0; i < size; i++) {
      Times.put(base, ends[i], out);
      Times.put(ends[i], times[i], out);
      out.putTrimmed(values[i]);
    }
  }

  static Pending read(long base, ByteReader in) {
    int count = in.getVarInt();
    Pending pending = count == 0 ? NONE : new Pending();
    for (int i = 0; i < count; i++) {
      long end = Times.get(base, in);
      long time = Times.get(end, in);
      pending.insert(time, in.getTrimmed(), end);
    }
    return pending;
  }

  /** As version 1 stored them. */
  static Pending readWide(ByteReader in) {
    int count = in.getVarInt();
    Pending pending = count == 0 ? NONE : new Pending();
    for (int i = 0; i < count; i++) {
      long time = in.getLong();
      long end = in.getLong();
      pending.insert(time, in.getDouble(), end);
    }
    return pending;
  }
}
