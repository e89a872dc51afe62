package io.tocsin.pipeline.state;

import org.jspecify.annotations.Nullable;

/**
 * One changed key of a shard's state.
 *
 * @param value null if it was removed
 */
public record Change(byte[] key, byte @Nullable [] value) {}
