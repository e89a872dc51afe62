package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Timers by (time, key bytes), each knowing its place. A timer that is moved later, as an idle
 * timer is with each event, stays where it is until it comes up: most are moved again before that.
 */
final class TimerHeap<K> {
  private final List<TimerSlot<K>> slots = new ArrayList<>();

  int size() {
    return slots.size();
  }

  @Nullable TimerSlot<K> peek() {
    while (!slots.isEmpty()) {
      TimerSlot<K> top = slots.get(0);
      if (top.heapTime == top.time) {
        return top;
      }
      top.heapTime = top.time;
      down(top, 0);
    }
    return null;
  }

  /** The slot's time was set: to {@link TimerSlot#NONE}, or to a time. */
  void update(TimerSlot<K> slot) {
    if (slot.time == TimerSlot.NONE) {
      remove(slot);
    } else if (slot.heapIndex < 0) {
      slot.heapTime = slot.time;
      slots.add(slot);
      up(slot, slots.size() - 1);
    } else if (slot.time < slot.heapTime) {
      slot.heapTime = slot.time;
      up(slot, slot.heapIndex);
    }
  }

  private void remove(TimerSlot<K> slot) {
    int hole = slot.heapIndex;
    if (hole < 0) {
      return;
    }
    slot.heapIndex = -1;
    TimerSlot<K> last = slots.remove(slots.size() - 1);
    if (last != slot) {
      up(last, hole);
      down(last, last.heapIndex);
    }
  }

  /** Takes out what is evicted. */
  void removeEvicted() {
    slots.removeIf(slot -> slot.evicted);
    for (int i = slots.size() - 1; i >= 0; i--) {
      TimerSlot<K> slot = slots.get(i);
      slot.heapTime = slot.time;
      down(slot, i);
    }
  }

  private void up(TimerSlot<K> slot, int from) {
    int i = from;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!slot.comesBefore(slots.get(parent))) {
        break;
      }
      place(slots.get(parent), i);
      i = parent;
    }
    place(slot, i);
  }

  private void down(TimerSlot<K> slot, int from) {
    int i = from;
    for (int child = 2 * i + 1; child < slots.size(); child = 2 * i + 1) {
      if (child + 1 < slots.size() && slots.get(child + 1).comesBefore(slots.get(child))) {
        child++;
      }
      if (!slots.get(child).comesBefore(slot)) {
        break;
      }
      place(slots.get(child), i);
      i = child;
    }
    place(slot, i);
  }

  private void place(TimerSlot<K> slot, int i) {
    slots.set(i, slot);
    slot.heapIndex = i;
  }
}
