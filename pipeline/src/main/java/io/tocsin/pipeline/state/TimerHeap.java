package io.tocsin.pipeline.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers by (time, key bytes), each knowing its place. A timer that is moved later, as an idle
 * timer is with each event, stays where it is until it comes up: most are moved again before that.
 *
 * <p>The times by which they are ordered lie side by side: with a million timers each look at one
 * itself waits for memory, and is needed only where times are equal.
 */
final class TimerHeap<K> {
  private TimerSlot<K>[] slots = newSlots(16);

  /** Never after the slot's own time; it sinks when it comes up. */
  private long[] times = new long[16];

  private int size;

  int size() {
    return size;
  }

  @Nullable TimerSlot<K> peek() {
    while (size > 0) {
      TimerSlot<K> top = slots[0];
      if (times[0] == top.time) {
        return top;
      }
      down(top, top.time, 0);
    }
    return null;
  }

  /** The slot's time was set: to {@link TimerSlot#NONE}, or to a time. */
  void update(TimerSlot<K> slot) {
    if (slot.time == TimerSlot.NONE) {
      remove(slot);
    } else if (slot.heapIndex < 0) {
      if (size == slots.length) {
        slots = Arrays.copyOf(slots, 2 * size);
        times = Arrays.copyOf(times, 2 * size);
      }
      up(slot, slot.time, size++);
    } else if (slot.time < times[slot.heapIndex]) {
      up(slot, slot.time, slot.heapIndex);
    }
  }

  private void remove(TimerSlot<K> slot) {
    int hole = slot.heapIndex;
    if (hole < 0) {
      return;
    }
    slot.heapIndex = -1;
    size--;
    TimerSlot<K> last = slots[size];
    clear(size, size + 1);
    if (last != slot) {
      up(last, times[size], hole);
      down(last, times[size], last.heapIndex);
    }
  }

  /** Takes out what is evicted. */
  void removeEvicted() {
    int left = 0;
    for (int i = 0; i < size; i++) {
      if (!slots[i].evicted) {
        slots[left++] = slots[i];
      }
    }
    clear(left, size);
    size = left;
    for (int i = size - 1; i >= 0; i--) {
      down(slots[i], slots[i].time, i);
    }
  }

  /** Nobody is kept in memory by a place that is free. */
  @SuppressWarnings("NullAway") // beyond the size there is nothing
  private void clear(int from, int to) {
    Arrays.fill(slots, from, to, null);
  }

  private void up(TimerSlot<K> slot, long time, int from) {
    int i = from;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!before(slot, time, parent)) {
        break;
      }
      place(slots[parent], times[parent], i);
      i = parent;
    }
    place(slot, time, i);
  }

  private void down(TimerSlot<K> slot, long time, int from) {
    int i = from;
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && before(slots[child + 1], times[child + 1], child)) {
        child++;
      }
      if (before(slot, time, child)) {
        break;
      }
      place(slots[child], times[child], i);
      i = child;
    }
    place(slot, time, i);
  }

  private boolean before(TimerSlot<K> slot, long time, int other) {
    return time == times[other] ? slot.keyComesBefore(slots[other]) : time < times[other];
  }

  private void place(TimerSlot<K> slot, long time, int i) {
    slots[i] = slot;
    times[i] = time;
    slot.heapIndex = i;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <K> TimerSlot<K>[] newSlots(int size) {
    return (TimerSlot<K>[]) new TimerSlot[size];
  }
}
