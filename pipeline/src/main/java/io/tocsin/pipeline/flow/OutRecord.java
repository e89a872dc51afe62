package io.tocsin.pipeline.flow;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that a shard wants written.
 *
 * @param topic full topic name
 * @param partition explicit partition, or {@link #BY_KEY}
 * @param value null is a tombstone
 * @param headers in order; values are UTF-8 text or the original bytes
 * @param timestamp epoch milliseconds (ignored by topics with {@code LogAppendTime})
 * @param urgent whether it asks for a commit within {@code commit.urgent}
 */
public record OutRecord(
    String topic,
    int partition,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Map<String, byte[]> headers,
    long timestamp,
    boolean urgent) {
  /** The partition follows from the key by the client's own (murmur2) partitioner. */
  public static final int BY_KEY = -1;
}
