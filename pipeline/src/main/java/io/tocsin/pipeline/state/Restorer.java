package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings a shard's byte store forward by the records of its changelog, in the log's order, from the
 * store's position or from the log's beginning. Records that a compaction removed are not missed.
 * Used by one thread; the store by nobody else meanwhile.
 */
public final class Restorer {
  private final StateStore store;
  private final PackReader reader = new PackReader(new Pending());
  private final TreeMap<byte[], Value> pending = new TreeMap<>(Arrays::compareUnsigned);
  private long pendingBytes;
  private boolean stored;

  Restorer(StateStore store) {
    this.store = store;
    this.stored = store.position() != null;
  }

  /**
   * Takes the next record.
   *
   * @throws StateException if a newer release wrote it, or it is none of this state's
   */
  public void add(LogEntry entry) {
    reader.read(entry);
  }

  /** Bytes that wait for {@link #write}. */
  public long pendingBytes() {
    return pendingBytes;
  }

  /**
   * Writes what was added, with the position behind it.
   *
   * @return false if nothing was written, because the last record is a part of a larger one: add
   *     more first
   */
  public boolean write(Position position) {
    if (reader.midPack()) {
      return false;
    }
    List<Change> changes = new ArrayList<>(pending.size());
    for (Map.Entry<byte[], Value> entry : pending.entrySet()) {
      Value value = entry.getValue();
      changes.add(new Change(entry.getKey(), value.bytes(), value.appended()));
    }
    store.write(changes, position);
    stored = true;
    pending.clear();
    pendingBytes = 0;
    return true;
  }

  /** As {@link #write}, at the end of the log: what is incomplete there is superfluous. */
  public void finish(Position position) {
    reader.forget();
    write(position);
  }

  /** A value, what goes behind the stored one, or that there is none. */
  private record Value(byte @Nullable [] bytes, boolean appended) {
    /**
     * With a piece behind it. Where there is no value, records before it are missing: then a later
     * stretch of the sweep has the key as it is, or that it is gone.
     */
    Value with(byte[] piece) {
      return new Value(bytes == null ? piece : Change.joined(bytes, piece), appended);
    }
  }

  private static final Value NONE = new Value(null, false);

  private final class Pending implements PackReader.Sink {
    @Override
    public void change(Change change) {
      byte[] value = change.value();
      Value before = change.appended() ? pending.get(change.key()) : null;
      if (value == null) {
        pending.put(change.key(), NONE);
      } else if (before == null) {
        pending.put(change.key(), new Value(value, change.appended()));
      } else {
        pending.put(change.key(), before.with(value));
      }
      pendingBytes += change.key().length + (value == null ? 0 : value.length);
    }

    @Override
    public void range(byte[] from, byte[] to, List<Change> entries) {
      if (Arrays.compareUnsigned(from, to) < 0) {
        pending.subMap(from, to).replaceAll((key, value) -> NONE);
        if (stored) {
          store.scan(
              from,
              to,
              (key, value) -> {
                pending.put(key, NONE);
                return true;
              });
        }
      }
      entries.forEach(this::change);
    }
  }
}
