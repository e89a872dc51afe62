package io.tocsin.deploy.worker;

import io.tocsin.connectors.kafka.Notice;
import io.tocsin.connectors.kafka.StateHome;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.MemoryBudget;
import io.tocsin.pipeline.state.RocksStores;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateException;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shards' local state in RocksDB under the worker's folder; tasks without state keep nothing. */
final class LocalState implements StateHome, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);
  private static final Set<String> STATELESS = Set.of("ingest");

  private final RocksStores stores;
  private final CacheBudget cache;
  private final LongAdder corrupted = new LongAdder();
  private final Map<ShardId, String> damaged = new ConcurrentHashMap<>();

  LocalState(Path folder, MemoryBudget budget) {
    stores = RocksStores.at(folder, budget);
    cache = CacheBudget.ofBytes(budget.liveCache());
  }

  @Override
  public StateStore open(ShardId shard, Consumer<Notice> told) {
    if (STATELESS.contains(shard.task())) {
      return States.inMemoryStore();
    }
    String why = damaged.remove(shard);
    if (why == null) {
      try {
        return stores.open(name(shard));
      } catch (StateException e) {
        if (e.reason() != StateException.Reason.CORRUPTED) {
          throw e;
        }
        why = String.valueOf(e.getMessage());
      }
    }
    moveAside(shard, why, told);
    return stores.open(name(shard));
  }

  private void moveAside(ShardId shard, String why, Consumer<Notice> told) {
    corrupted.increment();
    Path aside = stores.moveAside(name(shard));
    LOG.error("{}: local state is damaged; moved to {}: {}", shard, aside, why);
    told.accept(
        new Notice(
            Notice.Kind.STATE_DAMAGED,
            "local state was damaged ("
                + why
                + "); it is moved to "
                + aside
                + " and restored from the changelog, nothing is lost"));
  }

  @Override
  public void damaged(ShardId shard, String why) {
    damaged.put(shard, why);
  }

  @Override
  public void discard(ShardId shard) {
    if (!STATELESS.contains(shard.task())) {
      stores.discard(name(shard));
    }
  }

  @Override
  public ShardState live(ShardId shard, StateStore store) {
    return States.open(States.writeBehind(store), cache);
  }

  /** Times a damaged store was moved aside. */
  long corrupted() {
    return corrupted.sum();
  }

  /** Estimated bytes of live objects. */
  long cacheUsed() {
    return cache.used();
  }

  /** Bytes of RocksDB's caches and memtables. */
  long nativeUsed() {
    return stores.memoryUsed();
  }

  private static String name(ShardId shard) {
    return shard.task() + "/" + shard.topic() + "/" + shard.partition();
  }

  @Override
  public void close() {
    stores.close();
  }
}
