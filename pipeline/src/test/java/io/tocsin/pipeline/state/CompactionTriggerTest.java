package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class CompactionTriggerTest {
  private static final int LITTLE = 100_000;

  @TempDir Path folder;

  private final Random random = new Random(1);
  private RocksOptions options;
  private RocksDB db;
  private CompactionTrigger trigger;

  @BeforeEach
  void open() throws RocksDBException {
    options = new RocksOptions(4 << 20, 4 << 20);
    db = RocksDB.open(options.options, folder.toString());
    trigger = new CompactionTrigger(db, LITTLE);
  }

  @AfterEach
  void close() {
    db.close();
    options.close();
  }

  @Test
  void gathersFewFilesOnlyWhileLittleIsStored() throws RocksDBException {
    look();
    assertThat(trigger.files()).as("nothing is stored").isEqualTo(CompactionTrigger.MANY);

    store(LITTLE / 2);
    assertThat(trigger.files()).as("little is stored").isEqualTo(CompactionTrigger.FEW);

    store(LITTLE);
    assertThat(trigger.files()).as("not yet twice as much").isEqualTo(CompactionTrigger.FEW);

    store(2 * LITTLE);
    assertThat(trigger.files()).as("much is stored").isEqualTo(CompactionTrigger.MANY);
  }

  @Test
  void compactsFewFiles() throws RocksDBException {
    store(LITTLE / 2);
    for (int i = 0; i < CompactionTrigger.FEW; i++) {
      db.put(new byte[] {1}, new byte[1000]);
      flush();
    }

    // With the trigger it was opened with all of them would stay.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Integer.parseInt(db.getProperty("rocksdb.num-files-at-level0"))
                    < CompactionTrigger.FEW);
  }

  @Test
  void toleratesThatNothingCanBeWritten() throws Exception {
    db.put(new byte[] {1}, new byte[1000]);
    flush();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    Files.createFile(folder);

    assertThatCode(this::look).doesNotThrowAnyException();
  }

  private void store(int bytes) throws RocksDBException {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    byte[] key = new byte[8];
    random.nextBytes(key);
    db.put(key, value);
    flush();
    look();
  }

  private void flush() throws RocksDBException {
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      db.flush(wait);
    }
  }

  private void look() {
    for (int i = 0; i < 4; i++) {
      trigger.written();
    }
  }
}
