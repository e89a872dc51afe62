package io.tocsin.pipeline.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * What flows: everything that one poll gave for one shard, on its way through the stages. A batch
 * without records is a tick: only time moves. Used by the lane's thread only.
 *
 * @param <T> what the last stage made of the records
 */
public final class Batch<T> {
  private final ShardId shard;
  private final Now now;
  private final Records records;
  private final List<T> items;
  private final List<Rejection> rejections;

  private Batch(
      ShardId shard, Now now, Records records, List<T> items, List<Rejection> rejections) {
    this.shard = shard;
    this.now = now;
    this.records = records;
    this.items = items;
    this.rejections = rejections;
  }

  /**
   * A batch as a lane makes it: the records are its one item, or it has none when there are no
   * records.
   */
  public static Batch<Records> of(ShardId shard, Now now, Records records) {
    return new Batch<>(
        shard, now, records, records.size() == 0 ? List.of() : List.of(records), new ArrayList<>());
  }

  /** The same batch one stage on. */
  public <U> Batch<U> with(List<U> next) {
    return new Batch<>(shard, now, records, next, rejections);
  }

  public ShardId shard() {
    return shard;
  }

  public Now now() {
    return now;
  }

  /** The records it is made of; what is rejected names its index here. */
  public Records records() {
    return records;
  }

  /** What the stage before made, in order. */
  public List<T> items() {
    return items;
  }

  /** Records that stages up to here could not accept, in the order they said so. */
  public List<Rejection> rejections() {
    return rejections;
  }

  /** Sends a record to the dead-letter topic; the batch goes on without it. */
  public void reject(int index, Rejection.Reason reason, String stage, String message) {
    rejections.add(new Rejection(index, reason, stage, message));
  }
}
