package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiPredicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What state costs, in accesses of the byte store and bytes of memory. */
final class StateCostTest {
  private static final TableSpec<Long, String> TEXTS =
      new TableSpec<>("texts", 1, Codecs.LONG, Codecs.STRING);

  private static final String A = "a".repeat(100);
  private static final String B = "b".repeat(100);

  @TempDir Path folder;

  @Test
  void hotKeysAreReadFromTheStoreOnce() {
    Counting store = filled(10_000, 100);
    ShardState state = States.open(store, CacheBudget.ofBytes(1 << 20));
    Table<Long, String> texts = state.table(TEXTS);
    store.reset();
    long changes = 0;
    for (int event = 0; event < 100_000; event++) {
      long key = event % 100;
      texts.put(key, Objects.requireNonNull(texts.get(key)).equals(A) ? B : A);
      if (event % 50 == 49) {
        state.batchEnd();
      }
      if (event % 1000 == 999) {
        changes += commit(state, event);
      }
    }
    assertThat(changes).isPositive();
    assertThat(store.gets).as("reads of 100 keys for 100,000 events").isEqualTo(100);
  }

  @Test
  void aCommitCostsWhatChangedHoweverLargeTheStateIs() {
    Counting small = filled(1_000, 100);
    Counting large = filled(100_000, 100);
    for (Counting store : List.of(small, large)) {
      ShardState state = States.open(store, CacheBudget.ofBytes(1 << 20));
      Table<Long, String> texts = state.table(TEXTS);
      store.reset();
      for (int commit = 0; commit < 20; commit++) {
        for (long key = 0; key < 10; key++) {
          texts.put(key * 50, "x".repeat(100));
        }
        commit(state, commit);
      }
    }
    assertThat(large.written).as("written entries").isEqualTo(small.written).isLessThan(20 * 12);
    assertThat(large.visited)
        .as("entries read for the changelog's sweep")
        .isCloseTo(small.visited, org.assertj.core.data.Offset.offset(20L))
        .isLessThan(20 * 13);
  }

  @Test
  void stateTenTimesLargerThanItsMemoryKeepsWorkingWithinIt() {
    MemoryBudget budget = MemoryBudget.of(MemoryBudget.MIN_TOTAL);
    int entries = (int) (10 * budget.total() / 4096);
    CacheBudget live = CacheBudget.ofBytes(budget.liveCache());
    try (RocksStores stores = RocksStores.at(folder, budget);
        ShardState state = States.open(stores.open("large"), live)) {
      Table<Long, String> texts = state.table(TEXTS);
      long most = 0;
      for (int i = 0; i < entries; i++) {
        texts.put((long) i, text(i, 0));
        most = Math.max(most, endOfEvent(state, live, i));
      }
      Random random = new Random(1);
      int[] revision = new int[entries];
      for (int i = 0; i < 10_000; i++) {
        // Four fifths of the events are about a hundredth of the keys.
        int key = random.nextInt(5) > 0 ? random.nextInt(entries / 100) : random.nextInt(entries);
        assertThat(texts.get((long) key)).isEqualTo(text(key, revision[key]));
        texts.put((long) key, text(key, ++revision[key]));
        most = Math.max(most, endOfEvent(state, live, i));
      }
      commit(state, entries);
      for (int key = 0; key < entries; key += 97) {
        assertThat(texts.get((long) key)).isEqualTo(text(key, revision[key]));
        state.batchEnd();
      }
      assertThat(most).as("live objects").isLessThanOrEqualTo(budget.liveCache());
      // What is being flushed or compacted at this moment is beside the budget; on a machine whose
      // cores are taken that is not over at once.
      long bound = (budget.blockCache() + budget.memtables()) * 12 / 10;
      Awaitility.await("block cache and memtables")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(stores.memoryUsed()).isLessThanOrEqualTo(bound));
    }
  }

  /** Commits from time to time, and returns what live objects take. */
  private static long endOfEvent(ShardState state, CacheBudget live, int event) {
    if (event % 200 == 199) {
      commit(state, event);
    }
    if (event % 50 == 49) {
      state.batchEnd();
    }
    return event % 50 == 49 ? live.used() : 0;
  }

  private static String text(int key, int revision) {
    return (key + "/" + revision + " ").repeat(1000).substring(0, 4000);
  }

  private static int commit(ShardState state, long number) {
    int records = state.drain().size();
    state.committed(new Position(number, number, 0));
    return records;
  }

  private static Counting filled(int entries, int length) {
    Counting store = new Counting(States.inMemoryStore());
    ShardState state = States.open(store, CacheBudget.unbounded());
    Table<Long, String> texts = state.table(TEXTS);
    for (long key = 0; key < entries; key++) {
      texts.put(key, "x".repeat(length));
    }
    commit(state, 0);
    return store;
  }

  /** Counts accesses. */
  private static final class Counting implements StateStore {
    private final StateStore store;
    private long gets;
    private long written;
    private long visited;

    Counting(StateStore store) {
      this.store = store;
    }

    void reset() {
      gets = 0;
      written = 0;
      visited = 0;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      gets++;
      return store.get(key);
    }

    @Override
    public void write(List<Change> changes, Position position) {
      written += changes.size();
      store.write(changes, position);
    }

    @Override
    public @Nullable Position position() {
      return store.position();
    }

    @Override
    public void scan(byte[] from, byte @Nullable [] to, BiPredicate<byte[], byte[]> visitor) {
      store.scan(
          from,
          to,
          (key, value) -> {
            visited++;
            return visitor.test(key, value);
          });
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
