package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Live objects by key; what is not in memory is read from the byte store when it is asked for. */
final class CachedTable<K, V> extends Section<K, Slot<K, V>> implements Table<K, V> {
  private final TableSpec<K, V> spec;
  private final ByteWriter scratch = new ByteWriter(256);

  /** What an entry takes that was not written yet: a running mean of those that were. */
  private int typical = HeapSize.ENTRY;

  CachedTable(TableSpec<K, V> spec, StateStore store, Usage shard, int id) {
    super(spec.name(), store, shard, id);
    this.spec = spec;
  }

  @Override
  public Cell<V> cell(K key) {
    return slot(key);
  }

  private Slot<K, V> slot(K key) {
    int hash = KeyIndex.hash(key);
    Slot<K, V> found = index.find(key, hash);
    return found != null ? found : load(key, hash);
  }

  @Override
  public @Nullable V get(K key) {
    return slot(key).value;
  }

  @Override
  public @Nullable V peek(K key) {
    Slot<K, V> found = index.find(key, KeyIndex.hash(key));
    return found == null ? null : found.value;
  }

  @Override
  public void put(K key, V value) {
    slot(key).set(value);
  }

  @Override
  public void remove(K key) {
    slot(key).remove();
  }

  @Override
  public void add(K key, V value) {
    Slot<K, V> slot = passing(key);
    slot.set(value);
  }

  @Override
  public void discard(K key) {
    Slot<K, V> slot = passing(key);
    slot.stored |= id() != NO_ID;
    slot.value = null;
    markDirty(slot);
  }

  private Slot<K, V> passing(K key) {
    int hash = KeyIndex.hash(key);
    Slot<K, V> found = index.find(key, hash);
    if (found != null) {
      return found;
    }
    Slot<K, V> slot = new Slot<>(this, key, hash);
    slot.passing = true;
    admit(slot, typical);
    return slot;
  }

  private Slot<K, V> load(K key, int hash) {
    Slot<K, V> slot = new Slot<>(this, key, hash);
    int size = typical;
    if (id() != NO_ID) {
      byte[] storedKey = storedKey(key);
      byte[] bytes = store.get(storedKey);
      if (bytes != null) {
        V value = decode(storedKey, bytes);
        slot.value = value;
        slot.stored = true;
        size = size(storedKey, value, bytes);
      }
    }
    admit(slot, size);
    return slot;
  }

  private byte[] storedKey(K key) {
    spec.keys().write(key, Layout.start(scratch, Layout.TABLE, id()));
    return scratch.toBytes();
  }

  @Override
  boolean write(Slot<K, V> slot, List<Change> log, List<Change> local) {
    V value = slot.value;
    if (value == null) {
      if (!slot.stored) {
        return false;
      }
      slot.stored = false;
      log.add(new Change(storedKey(slot.key), null));
      return true;
    }
    byte[] key = storedKey(slot.key);
    if (slot.stored && spec.values().append(value, scratch.reset())) {
      return append(key, value, log);
    }
    spec.values().write(value, scratch.reset().putVarInt(spec.version()));
    byte[] bytes = scratch.toBytes();
    spec.values().stored(value, bytes.length, false);
    slot.stored = true;
    log.add(new Change(key, bytes));
    int size = size(key, value, bytes);
    typical += (size - typical) / 16;
    charge(slot, size);
    return true;
  }

  private boolean append(byte[] key, V value, List<Change> log) {
    byte[] piece = scratch.toBytes();
    spec.values().stored(value, piece.length, true);
    if (piece.length > 0) {
      log.add(new Change(key, piece, true));
    }
    return piece.length > 0;
  }

  private int size(byte[] key, V value, byte[] bytes) {
    return HeapSize.of(key.length, spec.values().heapBytes(value, bytes.length));
  }

  private V decode(byte[] storedKey, byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.getVarInt();
    if (version < 1 || version > spec.version()) {
      throw new StateException(
          version < 1 ? StateException.Reason.UNREADABLE : StateException.Reason.NEWER_VERSION,
          "table \""
              + name
              + "\" has an entry of version "
              + version
              + ", this release reads 1 to "
              + spec.version()
              + ": a downgrade needs the state of before the upgrade",
          null);
    }
    try {
      return spec.values().read(in, version);
    } catch (RuntimeException e) {
      throw unreadable(storedKey, "value of " + bytes.length + " bytes, version " + version, e);
    }
  }

  private K decodeKey(byte[] storedKey) {
    try {
      return spec.keys().read(Layout.keyOf(storedKey), 1);
    } catch (RuntimeException e) {
      throw unreadable(storedKey, "key", e);
    }
  }

  private StateException unreadable(byte[] storedKey, String what, RuntimeException cause) {
    return new StateException(
        StateException.Reason.UNREADABLE,
        "table \"" + name + "\", key " + Layout.hex(storedKey) + ": unreadable " + what,
        cause);
  }

  @Override
  boolean absent(Slot<K, V> slot) {
    return slot.value == null;
  }

  @Override
  void evict(long bytes) {
    long goal = own.live - bytes;
    index.sweep(
        slot -> {
          discharge(slot);
          return own.live > goal;
        });
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    Merge merge = new Merge(action);
    if (id() != NO_ID) {
      store.scan(Layout.from(Layout.TABLE, id()), Layout.to(Layout.TABLE, id()), merge::stored);
    }
    merge.liveBefore(null);
  }

  /** One entry in memory with the bytes of its key. */
  private record Live<K, V>(byte[] key, Slot<K, V> slot) {}

  /** Stored entries as they come, live ones between and instead of them. */
  private final class Merge {
    private final BiConsumer<? super K, ? super V> action;
    private final List<Live<K, V>> live = new ArrayList<>(index.count());
    private final int changes = changes();
    private int next;

    Merge(BiConsumer<? super K, ? super V> action) {
      this.action = action;
      index.forEach(slot -> live.add(new Live<>(storedKey(slot.key), slot)));
      live.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
    }

    boolean stored(byte[] key, byte[] value) {
      if (!liveBefore(key)) {
        tell(decodeKey(key), decode(key, value));
      }
      return true;
    }

    /** Tells of the live entries up to a key; whether the last one has that key itself. */
    boolean liveBefore(byte @Nullable [] key) {
      while (next < live.size()) {
        Live<K, V> candidate = live.get(next);
        int order = key == null ? -1 : Arrays.compareUnsigned(candidate.key(), key);
        if (order > 0) {
          return false;
        }
        next++;
        V value = candidate.slot().value;
        if (value != null) {
          tell(candidate.slot().key, value);
        }
        if (order == 0) {
          return true;
        }
      }
      return false;
    }

    private void tell(K key, V value) {
      action.accept(key, value);
      if (changes != changes()) {
        throw new IllegalStateException(
            "table \"" + name + "\" was changed while its entries were visited, at key " + key);
      }
    }
  }
}
