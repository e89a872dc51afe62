package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.WriteBatch;

/**
 * Changes in the form that RocksDB has them in its log, so that all of them cross into it at once:
 * a crossing of its own takes a small entry longer than all else here.
 *
 * <p>The form (RocksDB's {@code db/write_batch.cc}) is a sequence number of eight bytes, which
 * RocksDB sets, and a count of four, both little-endian; then for each change a tag, the key and,
 * but for a removal, the value, each behind its length.
 *
 * <p>The order of timers comes behind what it is derived of, and in its own order: RocksDB finds
 * the place of an entry in its memtable from the one before, and is quick where they are
 * neighbours.
 */
final class RocksBatch {
  private static final int HEADER = 12;
  private static final byte DELETE = 0;
  private static final byte PUT = 1;
  private static final byte MERGE = 2;

  private final List<Change> timers = new ArrayList<>();
  private long size = HEADER;
  private int count;

  private RocksBatch() {}

  /**
   * @param changes of a shard's state, with what is derived of them
   * @param own the store's own, behind them
   * @throws IllegalArgumentException if a change is none of a shard's state
   */
  static WriteBatch of(List<Change> changes, List<Change> own) {
    RocksBatch batch = new RocksBatch();
    for (Change change : changes) {
      Layout.check(change.key());
      batch.measure(change);
      batch.derive(change);
    }
    own.forEach(batch::measure);
    return new WriteBatch(batch.write(changes, own));
  }

  private void derive(Change change) {
    Change timer = TimerIndex.of(change);
    if (timer != null) {
      timers.add(timer);
      measure(timer);
    }
  }

  private void measure(Change change) {
    byte[] key = change.key();
    byte[] value = change.value();
    count++;
    size +=
        1 + ByteWriter.sizeOf(key.length) + (value == null ? 0 : ByteWriter.sizeOf(value.length));
  }

  private byte[] write(List<Change> changes, List<Change> own) {
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          count + " changes are " + size + " bytes, one write takes 2 GiB at most");
    }
    ByteWriter out = new ByteWriter((int) size).putLong(0).putInt(Integer.reverseBytes(count));
    changes.forEach(change -> write(change, out));
    KeySort.sorted(timers).forEach(timer -> write(timer, out));
    own.forEach(change -> write(change, out));
    return out.whole();
  }

  private static void write(Change change, ByteWriter out) {
    byte[] value = change.value();
    if (value == null) {
      out.putByte(DELETE).putBytes(change.key());
    } else {
      out.putByte(change.appended() ? MERGE : PUT).putBytes(change.key()).putBytes(value);
    }
  }
}
