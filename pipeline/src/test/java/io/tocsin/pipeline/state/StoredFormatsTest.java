package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.StateException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

/** What was ever stored can be read for ever; what a later release stored is left alone. */
final class StoredFormatsTest {
  private static final Position END_1 = new Position(20, 11, 1_767_225_602_123L);
  private static final Position END = StoredFormats.END;

  @TempDir Path folder;

  @Test
  void theseBytesAreWrittenNow() {
    StateStore store = States.inMemoryStore();
    assertThat(StoredFormats.lines(StoredFormats.work(store)))
        .isEqualTo(StoredFormats.read("v3", "changelog.txt"));
    assertThat(StoredFormats.lines(store)).isEqualTo(StoredFormats.read("v3", "store.txt"));
    assertThat(store.position()).isEqualTo(END);
  }

  @Test
  void aChangelogWithPiecesIsRestored() {
    StateStore store = States.inMemoryStore();
    Restorer restorer = States.restorer(store);
    StoredFormats.log(StoredFormats.read("v3", "changelog.txt")).forEach(restorer::add);
    restorer.finish(END);
    checkContent(store);
    checkNote(store);
    assertThat(StoredFormats.lines(store)).isEqualTo(StoredFormats.read("v3", "store.txt"));
  }

  private static void checkNote(StateStore store) {
    GrowingText note =
        States.open(store, CacheBudget.unbounded()).table(StoredFormats.NOTES).get(7L);
    assertThat(note).isNotNull();
    assertThat(note.text).isEqualTo("as it was at first, then");
  }

  @Test
  void aStoreOfVersionOneIsRead() {
    checkContent(storeOfVersionOne());
  }

  @Test
  void aChangelogOfVersionOneIsRestored() {
    StateStore store = States.inMemoryStore();
    Restorer restorer = States.restorer(store);
    StoredFormats.log(StoredFormats.read("v1", "changelog.txt")).forEach(restorer::add);
    restorer.finish(END);
    checkContent(store);
  }

  @Test
  void aRocksDbFolderOfVersionOneIsRead() throws IOException {
    copyRocksDb("v1");
    try (RocksStores stores = stores();
        StateStore store = stores.open("rocksdb")) {
      assertThat(store.position()).isEqualTo(END_1);
      checkContent(store);
    }
  }

  @Test
  void aRocksDbFolderOfVersionTwoIsRead() throws IOException {
    copyRocksDb("v2");
    try (RocksStores stores = stores();
        StateStore store = stores.open("rocksdb")) {
      assertThat(store.position()).isEqualTo(END);
      checkContent(store);
    }
  }

  @Test
  void aRocksDbFolderOfVersionThreeIsRead() throws IOException {
    copyRocksDb("v3");
    try (RocksStores stores = stores();
        StateStore store = stores.open("rocksdb")) {
      assertThat(store.position()).isEqualTo(END);
      checkContent(store);
      checkNote(store);
    }
  }

  @Test
  void aRocksDbFolderIsUpgradedByItsFirstWrite() throws IOException {
    copyRocksDb("v1");
    Position next = new Position(30, 20, 1_767_225_604_123L, END.origin());
    try (RocksStores stores = stores()) {
      try (StateStore store = stores.open("rocksdb")) {
        store.write(List.of(), next);
      }
      try (StateStore store = stores.open("rocksdb")) {
        assertThat(store.position()).isEqualTo(next);
        checkContent(store);
      }
    }
  }

  @Test
  void aRocksDbFolderOfANewerReleaseIsRefusedAndLeftAlone() throws Exception {
    copyRocksDb("v3");
    byte[] format = {(byte) Layout.RESERVED, 'f'};
    try (RocksDB db = RocksDB.open(folder.resolve("rocksdb").toString())) {
      db.put(format, new byte[] {4});
    }
    try (RocksStores stores = stores()) {
      assertNewer(
          () -> stores.open("rocksdb").close(), "has format 04, this release reads 01 to 03");
    }
    try (RocksDB db = RocksDB.open(folder.resolve("rocksdb").toString())) {
      assertThat(db.get(format)).containsExactly(4);
    }
  }

  private RocksStores stores() {
    return RocksStores.at(folder, MemoryBudget.of(MemoryBudget.MIN_TOTAL));
  }

  private void copyRocksDb(String version) throws IOException {
    Path shard = Files.createDirectories(folder.resolve("rocksdb"));
    for (String file : StoredFormats.read(version, "rocksdb.txt")) {
      try (InputStream in = StoredFormats.open(version, "rocksdb/" + file)) {
        Files.copy(in, shard.resolve(file));
      }
    }
  }

  private static StateStore storeOfVersionOne() {
    StateStore store = States.inMemoryStore();
    store.write(StoredFormats.changes(StoredFormats.read("v1", "store.txt")), END);
    return store;
  }

  private static void checkContent(StateStore store) {
    ShardState state = States.open(store, CacheBudget.unbounded());
    Table<Series, Long> counts = state.table(StoredFormats.COUNTS);
    Table<Labels, String> texts = state.table(StoredFormats.TEXTS);
    Timers<SensorId> timers = state.timers("idle", Codecs.SENSOR_ID);
    assertThat(counts.get(StoredFormats.CPU)).isEqualTo(43);
    assertThat(counts.get(StoredFormats.DISK)).isEqualTo(-1);
    assertThat(texts.get(StoredFormats.EU)).isEqualTo("é".repeat(150));
    assertThat(texts.get(Labels.NONE)).isNull();
    List<String> fired = new ArrayList<>();
    timers.fire(Long.MAX_VALUE, (sensor, time) -> fired.add(sensor + "@" + time));
    assertThat(fired).containsExactly("web-1@1767225600000");
  }

  /** As the table would be after its values got a unit. */
  private record Measured(long value, String unit) {
    static final Codec<Measured> CODEC =
        new Codec<>() {
          @Override
          public void write(Measured measured, ByteWriter out) {
            out.putZigZag(measured.value()).putString(measured.unit());
          }

          @Override
          public Measured read(ByteReader in, int version) {
            return version == 1
                ? new Measured(Codecs.LONG.read(in, 1), "none")
                : new Measured(in.getZigZag(), in.getString());
          }
        };
  }

  private static final TableSpec<Series, Measured> COUNTS_2 =
      new TableSpec<>("counts", 2, Codecs.SERIES, Measured.CODEC);

  @Test
  void aTableIsUpgradedEntryByEntryAsItChanges() {
    StateStore store = storeOfVersionOne();
    ShardState upgraded = States.open(store, CacheBudget.unbounded());
    Table<Series, Measured> counts = upgraded.table(COUNTS_2);
    assertThat(counts.get(StoredFormats.CPU)).isEqualTo(new Measured(43, "none"));
    counts.put(StoredFormats.CPU, new Measured(44, "percent"));
    upgraded.drain();
    upgraded.committed(END);

    List<String> both = new ArrayList<>();
    States.open(store, CacheBudget.unbounded())
        .table(COUNTS_2)
        .forEach((series, measured) -> both.add(series.metric() + " " + measured));
    assertThat(both)
        .containsExactly(
            "disk Measured[value=-1, unit=none]", "cpu Measured[value=44, unit=percent]");
  }

  @Test
  void aDowngradeIsRefusedAndNothingIsWritten() {
    StateStore store = storeOfVersionOne();
    ShardState upgraded = States.open(store, CacheBudget.unbounded());
    upgraded.table(COUNTS_2).put(StoredFormats.CPU, new Measured(44, "percent"));
    upgraded.drain();
    upgraded.committed(END);
    List<String> before = StoredFormats.lines(store);

    ShardState older = States.open(store, CacheBudget.unbounded());
    Table<Series, Long> counts = older.table(StoredFormats.COUNTS);
    assertThat(counts.get(StoredFormats.DISK)).as("what is still of the old version").isEqualTo(-1);
    assertNewer(() -> counts.get(StoredFormats.CPU), "table \"counts\" has an entry of version 2");
    assertNewer(() -> counts.put(StoredFormats.CPU, 1L), "reads 1 to 1");
    assertNewer(() -> counts.forEach((series, count) -> {}), "a downgrade needs the state");
    assertThat(older.dirty()).isFalse();
    assertThat(StoredFormats.lines(store)).isEqualTo(before);
  }

  @Test
  void aLayoutOfANewerReleaseIsRefused() {
    StateStore store = storeOfVersionOne();
    store.write(List.of(new Change(Layout.VERSION_KEY, new byte[] {2})), END);
    assertNewer(() -> States.open(store, CacheBudget.unbounded()), "layout version 2");
  }

  private static void assertNewer(ThrowingCallable work, String text) {
    assertThatThrownBy(work)
        .isInstanceOf(StateException.class)
        .hasMessageContaining(text)
        .satisfies(e -> assertThat(((StateException) e).reason()).isEqualTo(Reason.NEWER_VERSION));
  }
}
