package io.tocsin.pipeline.state;

import io.tocsin.pipeline.state.StateException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/**
 * The byte store of one shard in a RocksDB folder of its own. Its shard's thread uses it; any may
 * close it, and then waits for what is being done: what RocksDB has freed must not be touched.
 */
final class RocksStore implements StateStore {
  /** Version 1 had no origin in its position, version 2 no values in pieces. */
  private static final int FORMAT = 3;

  private static final byte[] FORMAT_KEY = {(byte) Layout.RESERVED, 'f'};
  private static final byte[] POSITION_KEY = {(byte) Layout.RESERVED, 'p'};
  private static final byte[] END = {(byte) Layout.RESERVED};

  private final Path folder;
  private final RocksOptions options;
  private final Runnable onClose;
  private final RocksDB db;
  private final CompactionTrigger trigger;
  private @Nullable Position position;
  private int format;
  private boolean closed;

  /**
   * Opens the folder, or creates it.
   *
   * @param onClose called once, after the folder is free
   */
  RocksStore(Path folder, RocksOptions options, Runnable onClose) {
    this.folder = folder;
    this.options = options;
    this.onClose = onClose;
    try {
      db = RocksDB.open(options.options, folder.toString());
    } catch (RocksDBException e) {
      throw RocksErrors.of("opening", folder, e);
    }
    trigger = new CompactionTrigger(db, options.options.writeBufferSize());
    try {
      position = readPosition();
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }

  private @Nullable Position readPosition() {
    byte[] format = raw(FORMAT_KEY);
    byte[] stored = raw(POSITION_KEY);
    if (format == null) {
      return null;
    }
    if (format.length != 1 || format[0] < 1 || format[0] > FORMAT) {
      boolean newer = format.length == 1 && format[0] > FORMAT;
      throw new StateException(
          newer ? Reason.NEWER_VERSION : Reason.CORRUPTED,
          folder
              + " has format "
              + Layout.hex(format)
              + ", this release reads 01 to "
              + Layout.hex(new byte[] {FORMAT})
              + (newer ? ": run that release again, or delete the folder to restore it" : ""),
          null);
    }
    if (stored == null || stored.length < 3 * Long.BYTES) {
      throw new StateException(Reason.CORRUPTED, folder + " has no position", null);
    }
    this.format = format[0];
    ByteReader in = new ByteReader(stored);
    return new Position(
        in.getLong(),
        in.getLong(),
        in.getLong(),
        this.format == 1
            ? Position.Origin.UNKNOWN
            : new Position.Origin(in.getString(), in.getVarInt(), in.getString()));
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    Layout.check(key);
    return raw(key);
  }

  private synchronized byte @Nullable [] raw(byte[] key) {
    checkOpen();
    try {
      return db.get(options.read, key);
    } catch (RocksDBException e) {
      throw RocksErrors.of("reading", folder, e);
    }
  }

  @Override
  public synchronized void write(List<Change> changes, Position position) {
    checkOpen();
    List<Change> own = new ArrayList<>();
    if (format != FORMAT) {
      own.add(new Change(FORMAT_KEY, new byte[] {FORMAT}));
    }
    own.add(new Change(POSITION_KEY, bytes(position)));
    try (WriteBatch batch = RocksBatch.of(changes, own)) {
      db.write(options.write, batch);
    } catch (RocksDBException e) {
      throw RocksErrors.of("writing", folder, e);
    }
    this.position = position;
    this.format = FORMAT;
    trigger.written();
  }

  private static byte[] bytes(Position position) {
    return new ByteWriter(3 * Long.BYTES + 64)
        .putLong(position.input())
        .putLong(position.changelog())
        .putLong(position.writtenAt())
        .putString(position.origin().input())
        .putVarInt(position.origin().inputPartitions())
        .putString(position.origin().changelog())
        .toBytes();
  }

  @Override
  public @Nullable Position position() {
    return position;
  }

  @Override
  public synchronized void scan(
      byte[] from, byte @Nullable [] to, BiPredicate<byte[], byte[]> visitor) {
    checkOpen();
    try (Slice bound = new Slice(to == null ? END : to);
        ReadOptions read = new ReadOptions(options.scan).setIterateUpperBound(bound);
        RocksIterator entries = db.newIterator(read)) {
      entries.seek(from);
      while (entries.isValid() && visitor.test(entries.key(), entries.value())) {
        entries.next();
      }
      entries.status();
    } catch (RocksDBException e) {
      throw RocksErrors.of("scanning", folder, e);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the store " + folder + " is closed");
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      db.close();
    }
    // Not within: who closes all stores holds what this waits for, and waits for this.
    onClose.run();
  }
}
