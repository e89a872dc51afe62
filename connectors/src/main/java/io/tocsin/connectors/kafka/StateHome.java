package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import java.util.function.Consumer;

/** Where shards' local state lives. Different shards may be opened by different threads. */
public interface StateHome {
  /**
   * Opens, or creates, the local store of a shard. A store that cannot be read is moved aside and
   * replaced by an empty one, which {@code told} hears of.
   */
  StateStore open(ShardId shard, Consumer<Notice> told);

  /** The open store of a shard turned out to be damaged: {@link #open} will move it aside. */
  void damaged(ShardId shard, String why);

  /**
   * Removes the local store of a shard, which must be closed: it is restored from the changelog.
   */
  void discard(ShardId shard);

  /** Live state over an open store; closing it closes the store. */
  ShardState live(ShardId shard, StateStore store);
}
