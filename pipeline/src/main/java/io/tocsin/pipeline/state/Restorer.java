package io.tocsin.pipeline.state;

/**
 * Brings a shard's byte store forward by the records of its changelog, in the log's order. Used by
 * one thread; the store by nobody else meanwhile.
 */
public interface Restorer {
  /**
   * Takes the next record.
   *
   * @throws StateException if a newer release wrote it, or it is none of this state's
   * @throws MissingRecordsException if records before it are needed and were not there
   */
  void add(LogEntry entry);

  /** Bytes that wait for {@link #write}. */
  long pendingBytes();

  /**
   * Writes what was added, with the position behind it.
   *
   * @return false if nothing was written, because the last record is a part of a larger one: add
   *     more first
   */
  boolean write(Position position);

  /**
   * As {@link #write}, at the end of the log: what is incomplete there is superfluous.
   *
   * @throws MissingRecordsException if records are needed that were not there
   */
  void finish(Position position);
}
