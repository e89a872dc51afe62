package io.tocsin.pipeline.state;

import java.util.Objects;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.StringAppendOperator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * How every shard's RocksDB is opened: one block cache and one bound on memtables for all of them.
 *
 * <p>The write-ahead log is written but never synced. The changelog is the truth; what the local
 * files must be is <em>some</em> state together with its own position, and each write holds both. A
 * killed process loses nothing, the kernel has the bytes. A machine that dies loses the unsynced
 * end of the log, and point-in-time recovery stops at the first record that is not whole: an older
 * state with its older position, from which the changelog goes on. Without a write-ahead log a
 * killed process would fall back to the last flush, for a quiet shard by hours.
 */
final class RocksOptions implements AutoCloseable {
  private static final long MB = 1 << 20;

  /**
   * One shard may have such a part of the memory for memtables. What it has not flushed is read
   * back from its log, entry by entry, when it is opened: larger memtables save a little writing
   * and keep a worker that was killed waiting.
   */
  private static final int WRITE_BUFFERS = 16;

  private static final int BLOCK = 8 << 10;
  private static final int BLOOM_BITS = 10;

  final Options options;
  final WriteOptions write = new WriteOptions().setSync(false).setDisableWAL(false);
  final ReadOptions read = new ReadOptions();

  /** Reads ahead by itself once it sees that a scan is long; most are short. */
  final ReadOptions scan = new ReadOptions().setFillCache(false);

  final Cache cache;
  private final WriteBufferManager memtables;

  /** Puts pieces behind a value, with nothing between them. */
  private final StringAppendOperator append = new StringAppendOperator("");

  private final BloomFilter bloom = new BloomFilter(BLOOM_BITS);

  static {
    RocksDB.loadLibrary();
  }

  /** Does nothing but make sure that the library is loaded. */
  static void load() {}

  RocksOptions(long blockCacheBytes, long memtableBytes) {
    cache = new LRUCache(blockCacheBytes + memtableBytes);
    // Charged to the cache, so that one number bounds both whatever their proportion is.
    memtables = new WriteBufferManager(memtableBytes, cache);
    options =
        byProperties()
            .setCreateIfMissing(true)
            .setParanoidChecks(true)
            // Room set aside in advance is taken from a small disk before there is anything to
            // keep, and hides that the disk is full: a quiet shard writes for minutes before it is
            // used up.
            .setAllowFAllocate(false)
            .setMergeOperator(append)
            .setWriteBufferManager(memtables)
            .setWriteBufferSize(Math.max(MB, memtableBytes / WRITE_BUFFERS))
            .setArenaBlockSize(256 << 10)
            .setMaxWriteBufferNumber(3)
            .setLevel0FileNumCompactionTrigger(CompactionTrigger.MANY)
            .setTargetFileSizeBase(32 * MB)
            .setMaxBytesForLevelBase(128 * MB)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setMaxBackgroundJobs(2)
            .setMaxOpenFiles(64)
            .setBytesPerSync(MB)
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            .setAvoidFlushDuringRecovery(true)
            .setSkipStatsUpdateOnDbOpen(true)
            .setMaxManifestFileSize(4 * MB)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(MB)
            .setStatsDumpPeriodSec(0)
            .setTableFormatConfig(table());
  }

  /** What the library has no method for. */
  private static Options byProperties() {
    Properties family = new Properties();
    // Blocks of files that are gone would stay in the cache until it is full: it is to hold what
    // the shards need, not to grow for hours.
    family.setProperty("uncache_aggressiveness", "1000");
    try (DBOptions general = new DBOptions();
        ColumnFamilyOptions options =
            Objects.requireNonNull(
                ColumnFamilyOptions.getColumnFamilyOptionsFromProps(family),
                "RocksDB does not know " + family)) {
      return new Options(general, options);
    }
  }

  private BlockBasedTableConfig table() {
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setBlockSize(BLOCK)
        .setFilterPolicy(bloom)
        .setOptimizeFiltersForMemory(true)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }

  @Override
  public void close() {
    write.close();
    read.close();
    scan.close();
    options.close();
    append.close();
    bloom.close();
    memtables.close();
    cache.close();
  }
}
