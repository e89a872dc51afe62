package io.tocsin.pipeline.state;

import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many level-0 files one store gathers before they are compacted. Each of them may hold another
 * version of the same entries, and a scan steps over all but the newest: where little is stored and
 * it changes all the time, compacting often costs little and halves what the sweep costs. Where
 * much is stored each compaction writes much of it again.
 */
final class CompactionTrigger {
  static final int MANY = 8;
  static final int FEW = 3;

  /** What is stored is looked at after so many writes: it changes by a memtable at a time. */
  private static final int LOOK = 4;

  private static final Logger LOG = LoggerFactory.getLogger(CompactionTrigger.class);
  private static final String STORED = "rocksdb.estimate-live-data-size";

  private final RocksDB db;
  private final long little;
  private int files = MANY;
  private int writes;

  /**
   * For a store that was opened with {@link #MANY}.
   *
   * @param little up to so many stored bytes few files are gathered
   */
  CompactionTrigger(RocksDB db, long little) {
    this.db = db;
    this.little = little;
  }

  int files() {
    return files;
  }

  void written() {
    if (++writes % LOOK == 0) {
      look();
    }
  }

  private void look() {
    try {
      long stored = db.getLongProperty(STORED);
      // Twice as much before it is undone: what changes the options is written to disk.
      int wanted = stored == 0 || stored > (files == FEW ? 2 * little : little) ? MANY : FEW;
      if (wanted != files) {
        files = wanted;
        db.setOptions(
            MutableColumnFamilyOptions.builder().setLevel0FileNumCompactionTrigger(wanted).build());
      }
    } catch (RocksDBException e) {
      // A matter of speed. If the disk is the reason then writing the state says so.
      LOG.debug("a store goes on gathering files as before: {}", e.getMessage());
    }
  }
}
