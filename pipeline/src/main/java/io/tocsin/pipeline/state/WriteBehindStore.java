package io.tocsin.pipeline.state;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the writes of some commits, so that what changes with each of them is written once. Who
 * is killed meanwhile has an older state with its older position, as after a machine that died, and
 * reads a little more of the changelog.
 */
final class WriteBehindStore implements StateStore {
  private static final Logger LOG = LoggerFactory.getLogger(WriteBehindStore.class);

  /** So many writes are gathered. */
  static final int WRITES = 32;

  /** So much is gathered at most, keys and values. */
  private static final long BYTES = 1 << 20;

  /** So much is written in all of them: about what is read again after a kill. */
  private static final long TOTAL = 4 << 20;

  private final StateStore store;
  private final LatestChanges waiting = new LatestChanges();
  private @Nullable Position position;
  private int writes;
  private long total;

  WriteBehindStore(StateStore store) {
    this.store = store;
    this.position = store.position();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    Change change = waiting.get(key);
    if (change == null) {
      return store.get(key);
    }
    byte[] value = change.value();
    byte[] before = change.appended() ? store.get(key) : null;
    return before == null || value == null ? value : Change.joined(before, value);
  }

  @Override
  public void write(List<Change> changes, Position position) {
    long bytes = 0;
    for (Change change : changes) {
      Layout.check(change.key());
      bytes += change.bytes();
    }
    if (bytes >= BYTES) {
      writeThrough(changes, position);
    } else {
      gather(changes, position);
      total += bytes;
      if (writes >= WRITES || waiting.bytes() >= BYTES || total >= TOTAL) {
        flush();
      }
    }
  }

  /** So much would not wait: what does goes before it. */
  private void writeThrough(List<Change> changes, Position position) {
    flush();
    store.write(changes, position);
    this.position = position;
  }

  private void gather(List<Change> changes, Position position) {
    for (Change change : changes) {
      waiting.add(change);
      Change index = TimerIndex.of(change);
      if (index != null) {
        waiting.add(index);
      }
    }
    this.position = position;
    writes++;
  }

  private void flush() {
    Position upTo = position;
    if (writes > 0 && upTo != null) {
      // What could not be written is still there: a position must not come without its changes.
      store.write(waiting.all(), upTo);
      clear();
    }
  }

  private void clear() {
    waiting.clear();
    writes = 0;
    total = 0;
  }

  @Override
  public @Nullable Position position() {
    return position;
  }

  @Override
  public void scan(byte[] from, byte @Nullable [] to, BiPredicate<byte[], byte[]> visitor) {
    if (waiting.isEmpty()) {
      store.scan(from, to, visitor);
      return;
    }
    Merge merge = new Merge(waiting.in(from, to), visitor);
    store.scan(from, to, merge::stored);
    merge.waitingBefore(null);
  }

  /** Writes what waits. If that fails there is nobody to tell, and the changelog has it. */
  @Override
  public void close() {
    try {
      flush();
    } catch (StateException | IllegalStateException e) {
      // The store may be closed: by a worker that ends before this shard does.
      LOG.warn("the end of a shard's local state was not written: {}", e.getMessage());
    } finally {
      store.close();
    }
  }

  /** Stored entries as they come, waiting ones between, instead of and behind them. */
  private static final class Merge {
    private final Iterator<Change> waiting;
    private final BiPredicate<byte[], byte[]> visitor;
    private @Nullable Change next;
    private boolean wanted = true;

    Merge(Iterator<Change> waiting, BiPredicate<byte[], byte[]> visitor) {
      this.waiting = waiting;
      this.visitor = visitor;
      advance();
    }

    private void advance() {
      next = waiting.hasNext() ? waiting.next() : null;
    }

    boolean stored(byte[] key, byte[] value) {
      waitingBefore(key);
      Change change = next;
      if (!wanted || change == null || !Arrays.equals(change.key(), key)) {
        return wanted && visit(key, value);
      }
      advance();
      byte[] changed = change.value();
      return changed == null
          || visit(key, change.appended() ? Change.joined(value, changed) : changed);
    }

    /** Visits what waits before a key; all if it is null. */
    void waitingBefore(byte @Nullable [] key) {
      Change change = next;
      while (wanted
          && change != null
          && (key == null || Arrays.compareUnsigned(change.key(), key) < 0)) {
        byte[] value = change.value();
        if (value != null) {
          visit(change.key(), value);
        }
        advance();
        change = next;
      }
    }

    private boolean visit(byte[] key, byte[] value) {
      wanted = visitor.test(key, value);
      return wanted;
    }
  }
}
