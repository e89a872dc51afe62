package io.tocsin.pipeline.state;

import org.jspecify.annotations.Nullable;

/**
 * One record of a shard's changelog. A later record with the same key makes it superfluous: a
 * compacted topic may remove it, or keep it for a while.
 *
 * @param key compaction key
 * @param value null only says that earlier records of this key are superfluous
 */
public record LogEntry(byte[] key, byte @Nullable [] value) {}
