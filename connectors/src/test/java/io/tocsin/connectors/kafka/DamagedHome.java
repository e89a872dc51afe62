package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Change;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateException;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Local state that outlives a run, and whose tables cannot be read after it was damaged. */
final class DamagedHome implements StateHome {
  private static final int TABLE = 0x10;

  private final Map<ShardId, Store> stores = new ConcurrentHashMap<>();
  private final Map<ShardId, String> found = new ConcurrentHashMap<>();

  void damage() {
    stores.values().forEach(store -> store.damaged = true);
  }

  @Override
  public StateStore open(ShardId shard, Consumer<Notice> told) {
    String why = found.remove(shard);
    if (why != null) {
      stores.remove(shard);
      told.accept(new Notice(Notice.Kind.STATE_DAMAGED, shard + ": " + why));
    }
    return stores.computeIfAbsent(shard, s -> new Store());
  }

  @Override
  public void damaged(ShardId shard, String why) {
    found.put(shard, why);
  }

  @Override
  public void discard(ShardId shard) {
    stores.remove(shard);
  }

  @Override
  public ShardState live(ShardId shard, StateStore store) {
    return States.open(store, CacheBudget.unbounded());
  }

  private static final class Store implements StateStore {
    private final StateStore store = States.inMemoryStore();
    private volatile boolean damaged;

    @Override
    public byte @Nullable [] get(byte[] key) {
      if (damaged && key[0] == TABLE) {
        throw new StateException(
            StateException.Reason.CORRUPTED, "checksum mismatch", new IllegalStateException());
      }
      return store.get(key);
    }

    @Override
    public void write(List<Change> changes, Position position) {
      store.write(changes, position);
    }

    @Override
    public @Nullable Position position() {
      return store.position();
    }

    @Override
    public void scan(byte[] from, byte @Nullable [] to, BiPredicate<byte[], byte[]> visitor) {
      store.scan(from, to, visitor);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
