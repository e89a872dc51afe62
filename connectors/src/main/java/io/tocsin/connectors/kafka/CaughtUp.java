package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Now;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows until when a shard has read everything. A sample is a pair (T, high watermark) from a
 * request that was sent after T and succeeded; once the position has passed that watermark,
 * everything appended before T was read. Silence, empty fetches, cached ends and the last stable
 * offset prove nothing. Used by the lane's thread only.
 */
final class CaughtUp {
  private final HighWatermarks source;
  private final long every;
  private final Map<TopicPartition, Long> upTo = new HashMap<>();
  private final Map<TopicPartition, Sample> waiting = new HashMap<>();
  private long asked = Long.MIN_VALUE;

  /**
   * Samples at most so often.
   *
   * @param every milliseconds between two requests
   */
  CaughtUp(HighWatermarks source, long every) {
    this.source = source;
    this.every = every;
  }

  /** Takes answers, judges samples, asks again when it is time. */
  void update(
      Collection<TopicPartition> partitions,
      ToLongFunction<TopicPartition> position,
      long now,
      LagListener lag) {
    for (TopicPartition p : partitions) {
      OptionalLong end = source.answer(p);
      if (end.isPresent()) {
        waiting.putIfAbsent(p, new Sample(asked, end.getAsLong()));
      }
      Sample sample = waiting.get(p);
      if (sample == null) {
        continue;
      }
      long at = position.applyAsLong(p);
      lag.lag(p, Math.max(0, sample.end - at));
      if (at >= sample.end) {
        upTo.put(p, sample.time);
        waiting.remove(p);
      }
    }
    boolean quiet = asked == Long.MIN_VALUE || now - asked >= every;
    if (quiet && !partitions.isEmpty() && source.idle()) {
      asked = now;
      source.ask(partitions);
    }
  }

  /** {@link Now#caughtUpTo} of a partition. */
  long upTo(TopicPartition partition) {
    return upTo.getOrDefault(partition, Now.BEHIND);
  }

  void forget(TopicPartition partition) {
    upTo.remove(partition);
    waiting.remove(partition);
  }

  private record Sample(long time, long end) {}

  /** Told how far behind a partition is. */
  @FunctionalInterface
  interface LagListener {
    void lag(TopicPartition partition, long records);
  }

  /** Asks for high watermarks without waiting. */
  interface HighWatermarks {
    /** Whether no request is under way. */
    boolean idle();

    /** Sends a request. */
    void ask(Collection<TopicPartition> partitions);

    /** The answer of the last request, once; empty if there is none or it failed. */
    OptionalLong answer(TopicPartition partition);
  }
}
