package io.tocsin.pipeline.state;

import java.util.List;

/**
 * All state of one shard: tables and timers of live objects with write-back to a byte store. Used
 * by the lane's thread only.
 *
 * <p>Between two commits everything happens in memory. At a commit the lane takes {@link #drain()},
 * writes it to the changelog in the transaction that also holds outputs and offsets, and calls
 * {@link #committed} when the transaction is. Until then nothing of it is in the byte store.
 */
public interface ShardState extends AutoCloseable {
  /** The table of that name; asked for once for each name, before the first batch. */
  <K, V> Table<K, V> table(TableSpec<K, V> spec);

  /** The timers of that name; asked for once for each name, before the first batch. */
  <K> Timers<K> timers(String name, Codec<K> keys);

  /**
   * Lets every name be asked for once more, between two batches: who asks then finds the live
   * objects as they are. For stages that are made anew while their shard goes on.
   */
  void reopen();

  /** Whether anything changed since the last {@link #drain()}. */
  boolean dirty();

  /** Estimated size of what {@link #drain()} would return, bytes. */
  long dirtyBytes();

  /**
   * What changed since the last call, as records for the changelog, to be written in this order;
   * empty if nothing did. The state remembers it as in flight until {@link #committed}; what
   * changes meanwhile goes to the next drain.
   *
   * @throws IllegalStateException if the last drain is still in flight: two of them could reach the
   *     log in either order
   */
  List<LogEntry> drain();

  /**
   * The drained changes are in the log: writes them with the position to the byte store,
   * atomically. Called between batches, after each drain, also an empty one.
   *
   * @throws IllegalStateException if nothing was drained
   * @throws StateException if the byte store cannot be written; the shard must stop, the log has
   *     everything
   */
  void committed(Position position);

  /** End of a batch: the state may evict live objects that are over its budget. */
  void batchEnd();

  @Override
  void close();
}
