package io.tocsin.connectors.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads ISO-8601 times as {@link Times} does, and remembers the last minute: events come in order,
 * more or less, so that most share its text. For one thread.
 */
final class RecentMinute {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long date;
  private long time;

  /** The minute's start in epoch milliseconds, as if its offset were none. */
  private long start;

  long iso(byte[] in, int from, int to) {
    if (to - from < Times.MINUTE) {
      return Times.iso(in, from, to);
    }
    long first = (long) WORD.get(in, from);
    long second = (long) WORD.get(in, from + Long.BYTES);
    if (first == date && second == time) {
      return start + Times.rest(in, from, to, false);
    }
    long whole = Times.iso(in, from, to);
    start = whole - Times.rest(in, from, to, false);
    date = first;
    time = second;
    return whole;
  }
}
