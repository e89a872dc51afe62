package io.tocsin.pipeline.state;

import org.jspecify.annotations.Nullable;

/**
 * The order of timers in a byte store. Only a timer's time by key is in the log; each store derives
 * the entry that orders it while it writes, so that a store restored from the log has the order
 * too. The entry of a time that was moved is deleted by the timers, or, after a restore, found
 * stale when it comes up: it counts only if the time by key agrees.
 */
final class TimerIndex {
  static final int VERSION = 1;

  private static final byte[] NOTHING = {};
  private static final int PREFIX = 3;

  private TimerIndex() {}

  /** The index entry of a change, or null if it sets no timer. */
  static @Nullable Change of(Change change) {
    byte[] key = change.key();
    byte[] value = change.value();
    return value == null || key[0] != Layout.TIMER || key.length < PREFIX
        ? null
        : new Change(Layout.indexKey(key, time(value)), NOTHING);
  }

  static byte[] value(long time) {
    return new ByteWriter(9).putByte(VERSION).putLong(time).toBytes();
  }

  static long time(byte[] value) {
    if (value.length != 9 || value[0] != VERSION) {
      throw new StateException(
          value.length > 0 && value[0] > VERSION
              ? StateException.Reason.NEWER_VERSION
              : StateException.Reason.UNREADABLE,
          "a stored timer has "
              + value.length
              + " bytes and version "
              + (value.length > 0 ? value[0] : 0)
              + "; this release reads 9 bytes of version "
              + VERSION,
          null);
    }
    return new ByteReader(value, 1, 8).getLong();
  }
}
