package io.tocsin.deploy.worker;

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
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shards' local state in RocksDB under the worker's folder; tasks without state keep nothing. */
final class LocalState implements StateHome, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);
  private static final Set<String> STATELESS = Set.of("ingest");

  private final RocksStores stores;
  private final CacheBudget cache;
  private final LongAdder corrupted = new LongAdder();

  LocalState(Path folder, MemoryBudget budget) {
    stores = RocksStores.at(folder, budget);
    cache = CacheBudget.ofBytes(budget.liveCache());
  }

  @Override
  public StateStore open(ShardId shard) {
    if (STATELESS.contains(shard.task())) {
      return States.inMemoryStore();
    }
    try {
      return stores.open(name(shard));
    } catch (StateException e) {
      if (e.reason() != StateException.Reason.CORRUPTED) {
        throw e;
      }
      corrupted.increment();
      Path aside = stores.moveAside(name(shard));
      LOG.error(
          "{}: local state is damaged ({}); moved to {}, restored from the changelog",
          shard,
          e.getMessage(),
          aside);
      return stores.open(name(shard));
    }
  }

  @Override
  public void discard(ShardId shard) {
    if (!STATELESS.contains(shard.task())) {
      stores.discard(name(shard));
    }
  }

  @Override
  public ShardState live(ShardId shard, StateStore store) {
    return States.open(store, cache);
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
