package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.state.StateException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Status;

final class RocksStoresTest {
  private static final MemoryBudget BUDGET = new MemoryBudget(0, 4 << 20, 4 << 20);

  @TempDir Path root;
  private RocksStores stores;

  @BeforeEach
  void open() {
    stores = RocksStores.at(root, BUDGET);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void deletingTheFolderOfOneShardLeavesTheOthers() {
    for (String name : List.of("detect/events-0", "detect/events-1")) {
      try (StateStore store = stores.open(name)) {
        store.write(entries(10), new Position(5, 6, 7));
      }
    }
    stores.discard("detect/events-0");
    try (StateStore gone = stores.open("detect/events-0");
        StateStore kept = stores.open("detect/events-1")) {
      assertThat(gone.position()).isNull();
      assertThat(kept.position()).isEqualTo(new Position(5, 6, 7));
      assertThat(kept.get(key(3))).isNotNull();
    }
  }

  @Test
  void oneOfManyThatOpenAStoreAtOnceGetsIt() throws Exception {
    List<CompletableFuture<StateStore>> opened = atOnce(8, i -> stores.open("shared"));
    List<StateStore> got = results(opened);
    assertThat(got).hasSize(1);
    assertThatThrownBy(() -> stores.discard("shared")).hasMessageContaining("is open");
    got.get(0).close();
    stores.open("shared").close();
  }

  @Test
  void storesThatAreOpenedWhileAllAreClosedAreClosedToo() throws Exception {
    written("a0");
    for (int run = 0; run < 20; run++) {
      RocksStores own = run == 0 ? stores : RocksStores.at(root, BUDGET);
      List<CompletableFuture<StateStore>> opened = atOnce(6, i -> closing(own, i));
      results(opened);
      assertThatThrownBy(() -> own.open("a0")).hasMessageContaining("are closed");
      // RocksDB's own lock on the folder is free: nothing was left open.
      try (RocksStores others = RocksStores.at(root, BUDGET)) {
        for (int i = 0; i < 6; i++) {
          others.open("a" + i).close();
        }
      }
    }
  }

  /** The last but one closes all the stores, the others open one each. */
  private static StateStore closing(RocksStores stores, int i) {
    if (i == 4) {
      stores.close();
      throw new IllegalStateException("it closed them");
    }
    return stores.open("a" + i);
  }

  private static List<CompletableFuture<StateStore>> atOnce(int n, IntFunction<StateStore> open) {
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<StateStore>> opened = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int own = i;
      CompletableFuture<StateStore> result = new CompletableFuture<>();
      opened.add(result);
      new Thread(
              () -> {
                try {
                  start.await();
                  result.complete(open.apply(own));
                } catch (IllegalStateException | InterruptedException e) {
                  result.completeExceptionally(e);
                }
              })
          .start();
    }
    start.countDown();
    return opened;
  }

  private static List<StateStore> results(List<CompletableFuture<StateStore>> opened)
      throws Exception {
    List<StateStore> got = new ArrayList<>();
    for (CompletableFuture<StateStore> one : opened) {
      try {
        got.add(one.get(60, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(IllegalStateException.class);
      }
    }
    return got;
  }

  @Test
  void whatWasReadOfFilesThatAreGoneIsNotKept() {
    Random random = new Random(1);
    try (RocksStores roomy =
            RocksStores.at(root.resolve("roomy"), new MemoryBudget(0, 64 << 20, 1 << 20));
        StateStore store = roomy.open("a")) {
      for (int round = 0; round < 40; round++) {
        store.write(megabyte(random, round % GROUPS), new Position(round, 0, 0));
        // What was written before the last is in files.
        int earlier = (round + 2) % GROUPS * MEGABYTE;
        for (int i = earlier; round > GROUPS && i < earlier + MEGABYTE; i++) {
          assertThat(store.get(key(i))).isNotNull();
        }
      }
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> roomy.memoryUsed() < 16L << 20);
    }
  }

  private static final int MEGABYTE = 4 << 10;
  private static final int GROUPS = 4;

  /** So many entries that their values are a megabyte, which no compression makes smaller. */
  private static List<Change> megabyte(Random random, int group) {
    List<Change> changes = new ArrayList<>();
    for (int i = group * MEGABYTE; i < (group + 1) * MEGABYTE; i++) {
      byte[] value = new byte[256];
      random.nextBytes(value);
      changes.add(new Change(key(i), value));
    }
    return changes;
  }

  @Test
  void aDamagedManifestIsReportedAndTheFolderCanBeMovedAside() throws IOException {
    written("a");
    damage("a", "MANIFEST-*", 40);
    assertReason(() -> stores.open("a"), Reason.CORRUPTED);
    Path aside = stores.moveAside("a");
    assertThat(aside).isDirectoryContaining("glob:**/MANIFEST-*");
    try (StateStore fresh = stores.open("a")) {
      assertThat(fresh.position()).isNull();
    }
  }

  @Test
  void aMissingTableIsReported() throws IOException {
    written("a");
    flushed("a");
    for (Path table : files("a", "*.sst")) {
      Files.delete(table);
    }
    assertReason(
        () -> {
          try (StateStore store = stores.open("a")) {
            store.get(key(1));
          }
        },
        Reason.CORRUPTED);
  }

  @Test
  void aFlippedBitInATableIsReported() throws IOException {
    written("a");
    flushed("a");
    damage("a", "*.sst", 100);
    assertReason(
        () -> {
          try (StateStore store = stores.open("a")) {
            store.scan(new byte[] {1}, null, (k, v) -> true);
          }
        },
        Reason.CORRUPTED);
  }

  @Test
  void aMachineThatDiesLeavesAnOlderStateWithItsPosition() throws IOException {
    Random random = new Random(Long.getLong("tocsin.seed", 1));
    for (int run = 0; run < 12; run++) {
      String name = "run" + run;
      try (StateStore store = stores.open(name)) {
        for (int i = 1; i <= 60; i++) {
          store.write(counter(i), new Position(i, i, i));
        }
      }
      for (Path log : files(name, "*.log")) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
          file.setLength((long) (file.length() * random.nextDouble()));
        }
      }
      try (StateStore store = stores.open(name)) {
        Position position = store.position();
        for (int i = 0; i < 4; i++) {
          byte[] value = store.get(key(i));
          if (position == null) {
            assertThat(value).isNull();
          } else {
            assertThat(new String(Objects.requireNonNull(value), StandardCharsets.UTF_8))
                .isEqualTo("v" + position.input());
          }
        }
      }
    }
  }

  @Test
  void aFolderOfANewerReleaseIsRefusedAndLeftAlone() {
    written("a");
    stores.close();
    try (RocksOptions options = new RocksOptions(1 << 20, 1 << 20);
        var db = org.rocksdb.RocksDB.open(options.options, root.resolve("a").toString())) {
      db.put(new byte[] {(byte) 0xff, 'f'}, new byte[] {9});
    } catch (org.rocksdb.RocksDBException e) {
      throw new AssertionError(e);
    }
    stores = RocksStores.at(root, BUDGET);
    assertReason(() -> stores.open("a"), Reason.NEWER_VERSION);
  }

  @Test
  void aFolderInUseByAnotherOpenerIsLocked() {
    stores.open("a");
    try (RocksStores others = RocksStores.at(root, BUDGET)) {
      assertReason(() -> others.open("a"), Reason.LOCKED);
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsReported() throws IOException {
    Files.writeString(root.resolve("file"), "");
    assertReason(() -> stores.open("file/a"), Reason.IO);
  }

  @Test
  void whoeverClosesAllStoresWaitsForWhatIsBeingDoneAndTheUserIsRefusedAfterwards()
      throws InterruptedException {
    StateStore store = stores.open("a");
    store.write(entries(10), new Position(5, 6, 7));
    Thread closer = new Thread(stores::close, "closer");
    List<byte[]> seen = new ArrayList<>();
    store.scan(
        new byte[0],
        null,
        (key, value) -> {
          if (seen.isEmpty()) {
            closer.start();
            Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> closer.getState() == Thread.State.BLOCKED);
          }
          return seen.add(value);
        });
    closer.join();
    assertThat(seen).hasSize(10);
    assertThatThrownBy(() -> store.get(key(3))).hasMessageEndingWith(" is closed");
    assertThatThrownBy(() -> store.write(entries(1), new Position(8, 9, 10)))
        .hasMessageEndingWith(" is closed");
    assertThatThrownBy(() -> store.scan(new byte[0], null, (key, value) -> true))
        .hasMessageEndingWith(" is closed");
    store.close();
  }

  @Test
  void anOpenStoreCanNeitherBeMovedNorDeleted() {
    stores.open("a");
    assertThatThrownBy(() -> stores.discard("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> stores.moveAside("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> stores.open("a")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNameCannotLeaveTheRoot() {
    for (String name : List.of("..", "a/../b", "/a", "", "a b", "a.broken", ".a")) {
      assertThatThrownBy(() -> stores.open(name))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatTheDeviceSaysHasAReason() {
    Status io = new Status(Status.Code.IOError, Status.SubCode.None, null);
    assertThat(
            RocksErrors.reason(
                new Status(Status.Code.IOError, Status.SubCode.NoSpace, null), "No space left"))
        .isEqualTo(Reason.DISK_FULL);
    assertThat(RocksErrors.reason(io, "While appending to file: No space left on device"))
        .isEqualTo(Reason.DISK_FULL);
    assertThat(RocksErrors.reason(io, "While mkdir: Read-only file system"))
        .isEqualTo(Reason.READ_ONLY);
    assertThat(RocksErrors.reason(io, "While lock file: x/LOCK: Resource temporarily unavailable"))
        .isEqualTo(Reason.LOCKED);
    assertThat(RocksErrors.reason(io, "While fsync: Cannot allocate memory")).isEqualTo(Reason.IO);
  }

  private void written(String name) {
    try (StateStore store = stores.open(name)) {
      store.write(entries(1000), new Position(1, 2, 3));
    }
  }

  /** Puts what is in the write-ahead log into tables. */
  private void flushed(String name) {
    stores.close();
    StoredFormats.flush(root.resolve(name));
    stores = RocksStores.at(root, BUDGET);
  }

  private void damage(String name, String glob, int at) throws IOException {
    for (Path path : files(name, glob)) {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.seek(at);
        int was = file.read();
        file.seek(at);
        file.write(was ^ 0x10);
      }
    }
  }

  private List<Path> files(String name, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var found = Files.newDirectoryStream(root.resolve(name), glob)) {
      found.forEach(files::add);
    }
    assertThat(files).as(glob).isNotEmpty();
    return files;
  }

  private static void assertReason(ThrowingCallable work, Reason reason) {
    assertThatThrownBy(work)
        .isInstanceOf(StateException.class)
        .satisfies(e -> assertThat(((StateException) e).reason()).isEqualTo(reason));
  }

  private static List<Change> entries(int count) {
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> new Change(key(i), ("value " + i).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static List<Change> counter(int i) {
    byte[] value = ("v" + i).getBytes(StandardCharsets.UTF_8);
    return Stream.of(0, 1, 2, 3).map(k -> new Change(key(k), value)).toList();
  }

  private static byte[] key(int i) {
    return new byte[] {1, (byte) (i >> 8), (byte) i};
  }
}
