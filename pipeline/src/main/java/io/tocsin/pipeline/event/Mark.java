package io.tocsin.pipeline.event;

/**
 * "Everything up to this event time from me is closed", published by a writer to all partitions it
 * may write.
 *
 * @param writer the shard that says so, as {@code topic-partition}
 * @param time event time in epoch milliseconds; {@link Long#MAX_VALUE} is the end mark of a finite
 *     input
 */
public record Mark(String writer, long time) {
  /** Time of an end mark: nothing will follow, everything closes. */
  public static final long END = Long.MAX_VALUE;
}
