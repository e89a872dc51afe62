package io.tocsin.pipeline.state;

import java.util.Arrays;
import java.util.List;

/**
 * Brings any store forward, from its position or from the log's beginning. Records that a
 * compaction removed are not missed.
 */
final class LogRestorer implements Restorer {
  private final StateStore store;
  private final PackReader reader = new PackReader(new Pending());
  private final LatestChanges pending = new LatestChanges();
  private boolean stored;

  LogRestorer(StateStore store) {
    this.store = store;
    this.stored = store.position() != null;
  }

  @Override
  public void add(LogEntry entry) {
    reader.read(entry);
  }

  @Override
  public long pendingBytes() {
    return pending.bytes();
  }

  @Override
  public boolean write(Position position) {
    if (reader.midPack()) {
      return false;
    }
    store.write(pending.all(), position);
    pending.clear();
    stored = true;
    return true;
  }

  @Override
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
