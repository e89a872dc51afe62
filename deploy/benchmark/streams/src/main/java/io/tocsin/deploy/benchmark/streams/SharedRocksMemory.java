package io.tocsin.deploy.benchmark.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one memtable budget for all stores of the process, as the memory guide of
 * Kafka Streams has it. Created by Kafka Streams, by name.
 */
public final class SharedRocksMemory implements RocksDBConfigSetter {
  private static final long BLOCK_CACHE_BYTES = 256L << 20;
  private static final long MEMTABLE_BYTES = 128L << 20;
  private static final Cache CACHE = new LRUCache(BLOCK_CACHE_BYTES);
  private static final WriteBufferManager MEMTABLES = new WriteBufferManager(MEMTABLE_BYTES, CACHE);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(MEMTABLES);
    options.setWriteBufferSize(16L << 20);
    options.setMaxWriteBufferNumber(3);
  }

  @Override
  public void close(String storeName, Options options) {
    // The cache and the budget are shared by all stores and live as long as the process.
  }
}
