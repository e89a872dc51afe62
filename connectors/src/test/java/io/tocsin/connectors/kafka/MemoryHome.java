package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.util.function.Consumer;

/** Local state that is gone when it is closed: every restore reads the whole changelog. */
final class MemoryHome implements StateHome {
  @Override
  public StateStore open(ShardId shard, Consumer<Notice> told) {
    return States.inMemoryStore();
  }

  @Override
  public void damaged(ShardId shard, String why) {
    // What is in memory is gone when it is closed.
  }

  @Override
  public void discard(ShardId shard) {
    // There is nothing to discard: a closed store in memory is gone.
  }

  @Override
  public ShardState live(ShardId shard, StateStore store) {
    return States.open(store, CacheBudget.unbounded());
  }
}
