package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Timers in memory up to a horizon, and all that were changed since the last commit; the rest is in
 * the byte store, in order, and is loaded when the horizon comes near.
 *
 * <p>Invariant: every stored timer that is valid and before the horizon is in memory.
 */
final class CachedTimers<K> extends Section<K, TimerSlot<K>> implements Timers<K> {
  private static final int CHUNK = 128;
  private static final int SAMPLE = 1024;

  /** This part of all that could be given back. */
  private static final int WORTH_A_WALK = 16;

  /** The parts of a timer's entry that a table's has not, and its place in the heap. */
  private static final int TIMER = 56;

  private final Codec<K> keys;
  private final ByteWriter scratch = new ByteWriter(64);
  private final TimerHeap<K> heap = new TimerHeap<>();
  private final List<Change> stale = new ArrayList<>();

  /** Bytes to give back. */
  private long owed;

  /** Index key: what is stored at or behind it may not be in memory. Null: all of it is. */
  private byte @Nullable [] horizon;

  CachedTimers(String name, Codec<K> keys, StateStore store, Usage shard, int id) {
    super(name, store, shard, id);
    this.keys = keys;
    this.horizon = id == NO_ID ? null : Layout.from(Layout.TIMER_INDEX, id);
  }

  @Override
  public void set(K key, long time) {
    put(slot(key), time);
  }

  @Override
  public void clear(K key) {
    put(slot(key), TimerSlot.NONE);
  }

  private void put(TimerSlot<K> slot, long time) {
    if (slot.time != time) {
      slot.time = time;
      heap.update(slot);
      markDirty(slot);
    }
  }

  @Override
  public long next() {
    TimerSlot<K> first = first();
    return first == null ? TimerSlot.NONE : first.time;
  }

  @Override
  public int fire(long upTo, int limit, Action<? super K> action) {
    int fired = 0;
    while (fired < limit) {
      TimerSlot<K> due = first();
      if (due == null || due.time > upTo) {
        break;
      }
      long time = due.time;
      put(due, TimerSlot.NONE);
      fired++;
      action.fire(due.key, time);
    }
    return fired;
  }

  private @Nullable TimerSlot<K> first() {
    while (true) {
      TimerSlot<K> top = heap.peek();
      if (horizon == null) {
        return top;
      }
      if (top != null && before(top, horizon)) {
        return top;
      }
      loadMore(horizon);
    }
  }

  private boolean before(TimerSlot<K> slot, byte[] bound) {
    return Arrays.compareUnsigned(Layout.indexKey(id(), slot.time, slot.keyBytes), bound) < 0;
  }

  /** Loads the next stored timers and moves the horizon behind them. */
  private void loadMore(byte[] from) {
    List<byte[]> found = new ArrayList<>(CHUNK);
    store.scan(
        from,
        Layout.to(Layout.TIMER_INDEX, id()),
        (key, nothing) -> {
          found.add(key);
          return found.size() < CHUNK;
        });
    for (byte[] indexKey : found) {
      loadIndexed(indexKey);
    }
    // The next key after the last one found is that key and a zero byte.
    horizon =
        found.size() < CHUNK
            ? null
            : Arrays.copyOf(found.get(CHUNK - 1), found.get(CHUNK - 1).length + 1);
  }

  private void loadIndexed(byte[] indexKey) {
    byte[] keyBytes = Layout.indexedKey(indexKey);
    K key = decode(keyBytes);
    int hash = KeyIndex.hash(key);
    TimerSlot<K> found = index.find(key, hash);
    TimerSlot<K> slot = found != null ? found : load(key, hash, keyBytes);
    if (slot.storedTime != Layout.indexTime(indexKey)) {
      stale.add(new Change(indexKey, null));
    }
  }

  private TimerSlot<K> slot(K key) {
    int hash = KeyIndex.hash(key);
    TimerSlot<K> found = index.find(key, hash);
    return found != null ? found : load(key, hash, encode(key));
  }

  private TimerSlot<K> load(K key, int hash, byte[] keyBytes) {
    TimerSlot<K> slot = new TimerSlot<>(key, hash, keyBytes);
    if (id() != NO_ID) {
      byte[] value = store.get(Layout.key(Layout.TIMER, id(), keyBytes));
      if (value != null) {
        slot.time = TimerIndex.time(value);
        slot.storedTime = slot.time;
        heap.update(slot);
      }
    }
    admit(slot, HeapSize.of(keyBytes.length, keyBytes.length + TIMER));
    return slot;
  }

  private byte[] encode(K key) {
    keys.write(key, scratch.reset());
    return scratch.toBytes();
  }

  private K decode(byte[] keyBytes) {
    try {
      return keys.read(new ByteReader(keyBytes), 1);
    } catch (RuntimeException e) {
      throw new StateException(
          StateException.Reason.UNREADABLE,
          "timers \"" + name + "\": unreadable key " + Layout.hex(keyBytes),
          e);
    }
  }

  @Override
  boolean write(TimerSlot<K> slot, List<Change> log, List<Change> local) {
    local.addAll(stale);
    stale.clear();
    if (slot.time == slot.storedTime) {
      return false;
    }
    byte[] key = Layout.key(Layout.TIMER, id(), slot.keyBytes);
    log.add(new Change(key, slot.time == TimerSlot.NONE ? null : TimerIndex.value(slot.time)));
    if (slot.storedTime != TimerSlot.NONE) {
      local.add(new Change(Layout.indexKey(id(), slot.storedTime, slot.keyBytes), null));
    }
    slot.storedTime = slot.time;
    return true;
  }

  @Override
  boolean absent(TimerSlot<K> slot) {
    return slot.time == TimerSlot.NONE;
  }

  /**
   * Gives back the entries that say "none", then the timers farthest ahead: once that much is owed
   * that going through all of them is worth it, as a full memory asks for a little after each
   * batch.
   */
  @Override
  void evict(long bytes) {
    owed += bytes;
    if (owed < own.evictable() / WORTH_A_WALK) {
      return;
    }
    long goal = own.live - owed;
    owed = 0;
    index.removeIf(slot -> !slot.pinned() && absent(slot) && freed(slot));
    if (own.live <= goal) {
      return;
    }
    long from = farthest((double) (own.live - goal) / own.evictable());
    index.removeIf(slot -> !slot.pinned() && slot.time >= from && freed(slot));
    heap.removeEvicted();
    byte[] bound = Layout.indexKey(id(), from, new byte[0]);
    if (horizon == null || Arrays.compareUnsigned(bound, horizon) < 0) {
      horizon = bound;
    }
  }

  private boolean freed(TimerSlot<K> slot) {
    discharge(slot);
    return true;
  }

  /** A time that about this part of the timers is not before. */
  private long farthest(double part) {
    int every = index.count() / SAMPLE + 1;
    List<Long> sample = new ArrayList<>(SAMPLE);
    int[] i = {0};
    index.forEach(
        slot -> {
          if (!slot.pinned() && i[0]++ % every == 0) {
            sample.add(slot.time);
          }
        });
    sample.sort(null);
    int keep = (int) (sample.size() * Math.max(0, 1 - part));
    return sample.isEmpty() ? TimerSlot.NONE : sample.get(Math.min(keep, sample.size() - 1));
  }
}
