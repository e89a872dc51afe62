package io.tocsin.pipeline.state;

import java.util.Arrays;
import java.util.List;

/**
 * Brings a shard's byte store forward by the records of its changelog, in the log's order, from the
 * store's position or from the log's beginning. Records that a compaction removed are not missed.
 * Used by one thread; the store by nobody else meanwhile.
 */
public final class Restorer {
  private final StateStore store;
  private final PackReader reader = new PackReader(new Pending());
  private final LatestChanges pending = new LatestChanges();
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
    return pending.bytes();
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
    store.write(pending.all(), position);
    pending.clear();
    stored = true;
    return true;
  }

  /** As {@link #write}, at the end of the log: what is incomplete there is superfluous. */
  public void finish(Position position) {
    reader.forget();
    write(position);
  }

  private final class Pending implements PackReader.Sink {
    /**
     * A piece whose value is not there: records before it are missing. Then a later stretch of the
     * sweep has the key as it is, or that it is gone.
     */
    @Override
    public void change(Change change) {
      pending.add(change);
    }

    @Override
    public void range(byte[] from, byte[] to, List<Change> entries) {
      if (Arrays.compareUnsigned(from, to) < 0) {
        pending.replaceAll(from, to, change -> new Change(change.key(), null));
        if (stored) {
          store.scan(
              from,
              to,
              (key, value) -> {
                pending.add(new Change(key, null));
                return true;
              });
        }
      }
      entries.forEach(this::change);
    }
  }
}
