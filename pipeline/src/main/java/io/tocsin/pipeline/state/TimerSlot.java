package io.tocsin.pipeline.state;

import java.util.Arrays;

/** One key's timer in memory, or that it has none. */
final class TimerSlot<K> extends Entry<K> {
  static final long NONE = Long.MAX_VALUE;

  final byte[] keyBytes;

  /** When it is due. */
  long time = NONE;

  /** When it is due by the byte store, or by what is in flight there. */
  long storedTime = NONE;

  /** Its place among all of the section; -1: it has none, as it is not set. */
  int heapIndex = -1;

  TimerSlot(K key, int hash, byte[] keyBytes) {
    super(key, hash);
    this.keyBytes = keyBytes;
  }

  boolean keyComesBefore(TimerSlot<K> other) {
    return Arrays.compareUnsigned(keyBytes, other.keyBytes) < 0;
  }
}
