package io.tocsin.pipeline.flow;

import io.tocsin.pipeline.state.ShardState;

/**
 * What a shard's stages are built with.
 *
 * @param state the shard's state, restored and ready
 * @param credit how the shard slows its input
 */
public record ShardContext(ShardId id, ShardState state, Credit credit) {}
