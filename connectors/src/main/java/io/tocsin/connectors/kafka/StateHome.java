package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;

/** Where shards' local state lives. Different shards may be opened by different threads. */
public interface StateHome {
  /**
   * Opens, or creates, the local store of a shard. A store that cannot be read is moved aside and
   * replaced by an empty one, which is told to whoever asked for it at construction.
   */
  StateStore open(ShardId shard);

  /**
   * Removes the local store of a shard, which must be closed: it is restored from the changelog.
   */
  void discard(ShardId shard);

  /** Live state over an open store; closing it closes the store. */
  ShardState live(ShardId shard, StateStore store);
}
