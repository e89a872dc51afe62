package io.tocsin.pipeline.state;

import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A keyed byte store of one shard, keys ordered as unsigned bytes: in memory, or RocksDB. Used by
 * one thread at a time.
 */
public interface StateStore extends AutoCloseable {
  byte @Nullable [] get(byte[] key);

  /** Writes all changes and the position, or nothing; changes of one key in their order. */
  void write(List<Change> changes, Position position);

  /** The position of the last write, or null if there was none. */
  @Nullable Position position();

  /** Visits the entries with {@code from <= key < to} in key order until the visitor says false. */
  void scan(byte[] from, byte @Nullable [] to, BiPredicate<byte[], byte[]> visitor);

  @Override
  void close();
}
