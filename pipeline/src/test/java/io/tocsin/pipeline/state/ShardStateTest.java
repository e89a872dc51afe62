package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ShardStateTest {
  private static final TableSpec<String, Long> COUNTS =
      new TableSpec<>("counts", 1, Codecs.STRING, Codecs.LONG);

  private final StateStore store = States.inMemoryStore();
  private final ShardState state = States.open(store, CacheBudget.ofBytes(0));

  @Test
  void aCellIsTheSameForReadsAndWritesOfABatch() {
    Table<String, Long> counts = state.table(COUNTS);
    Cell<Long> cell = counts.cell("a");
    assertThat(cell.get()).isNull();
    cell.set(1L);
    assertThat(counts.cell("a")).isSameAs(cell);
    assertThat(counts.get("a")).isEqualTo(1);
    cell.remove();
    assertThat(counts.get("a")).isNull();
  }

  @Test
  void nothingReachesTheStoreBeforeTheCommit() {
    state.table(COUNTS).put("a", 1L);
    assertThat(state.drain()).isNotEmpty();
    assertThat(storedKeys()).isEmpty();
    state.committed(new Position(7, 3, 0));
    assertThat(storedKeys())
        .as("the entry, the table's name, the layout's version, the sweep's place")
        .hasSize(4);
    assertThat(store.position()).isEqualTo(new Position(7, 3, 0));
  }

  @Test
  void whatChangesWhileACommitIsUnderWayGoesToTheNext() {
    Table<String, Long> counts = state.table(COUNTS);
    counts.put("a", 1L);
    state.drain();
    counts.put("a", 2L);
    state.batchEnd();
    assertThat(state.dirty()).isTrue();
    state.committed(new Position(1, 1, 0));
    state.batchEnd();
    assertThat(reopened().table(COUNTS).get("a")).isEqualTo(1);
    assertThat(state.drain()).hasSize(1);
    state.committed(new Position(2, 2, 0));
    assertThat(reopened().table(COUNTS).get("a")).isEqualTo(2);
  }

  @Test
  void aSecondDrainBeforeTheCommitIsRefused() {
    state.drain();
    assertThatThrownBy(state::drain).isInstanceOf(IllegalStateException.class);
    state.committed(new Position(1, 1, 0));
    assertThat(state.drain()).isEmpty();
  }

  @Test
  void aCommitWithoutADrainIsRefused() {
    assertThatThrownBy(() -> state.committed(new Position(1, 1, 0)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsAddedOrDiscardedAsksTheStoreNothingAndLeavesMemoryWithTheCommit() {
    CountingStore counting = new CountingStore();
    CacheBudget budget = CacheBudget.unbounded();
    ShardState own = States.open(counting, budget);
    Table<String, Long> counts = own.table(COUNTS);
    counts.put("first", 1L);
    own.drain();
    own.committed(new Position(1, 1, 0));
    own.batchEnd();
    long before = budget.used();
    int asked = counting.gets;
    counts.add("a", 1L);
    counts.discard("never there");
    own.drain();
    own.committed(new Position(2, 2, 0));
    counts.discard("a");
    own.drain();
    own.committed(new Position(3, 3, 0));
    own.batchEnd();
    assertThat(counting.gets).isEqualTo(asked);
    assertThat(budget.used()).isEqualTo(before);
    assertThat(counts.get("a")).isNull();
    assertThat(counts.get("first")).isEqualTo(1);
  }

  @Test
  void aCellKnowsWhetherItIsStillInUse() {
    Table<String, Long> counts = state.table(COUNTS);
    Cell<Long> cell = counts.cell("a");
    cell.set(1L);
    assertThat(cell.valid()).isTrue();
    state.drain();
    state.committed(new Position(1, 1, 0));
    state.batchEnd();
    assertThat(cell.valid()).as("evicted: the budget is 0").isFalse();
    assertThat(counts.cell("a")).isNotSameAs(cell);
  }

  @Test
  void aPeekSeesWhatIsInMemoryAndAsksTheStoreNothing() {
    CountingStore counting = new CountingStore();
    ShardState own = States.open(counting, CacheBudget.ofBytes(0));
    Table<String, Long> counts = own.table(COUNTS);
    counts.put("a", 1L);
    assertThat(counts.peek("a")).isEqualTo(1);
    own.drain();
    own.committed(new Position(1, 1, 0));
    own.batchEnd();
    int asked = counting.gets;
    assertThat(counts.peek("a")).as("evicted: the budget is 0").isNull();
    assertThat(counting.gets).isEqualTo(asked);
    assertThat(counts.get("a")).isEqualTo(1);
  }

  /** Counts how often it is asked. */
  private static final class CountingStore implements StateStore {
    private final StateStore of = States.inMemoryStore();
    int gets;

    @Override
    public byte @Nullable [] get(byte[] key) {
      gets++;
      return of.get(key);
    }

    @Override
    public void write(List<Change> changes, Position position) {
      of.write(changes, position);
    }

    @Override
    public @Nullable Position position() {
      return of.position();
    }

    @Override
    public void scan(byte[] from, byte @Nullable [] to, BiPredicate<byte[], byte[]> visitor) {
      of.scan(from, to, visitor);
    }

    @Override
    public void close() {
      of.close();
    }
  }

  @Test
  void whatCameAndWentBetweenTwoCommitsLeavesNoTrace() {
    Table<String, Long> counts = state.table(COUNTS);
    counts.put("kept", 1L);
    state.drain();
    state.committed(new Position(1, 1, 0));
    counts.put("brief", 1L);
    counts.remove("brief");
    assertThat(state.drain()).isEmpty();
  }

  @Test
  void aCellOfAnEarlierBatchCannotLoseAChange() {
    Table<String, Long> counts = state.table(COUNTS);
    Cell<Long> cell = counts.cell("a");
    state.batchEnd();
    assertThatThrownBy(() -> cell.set(1L))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("key a of \"counts\"");
  }

  @Test
  void changingATableWhileVisitingItIsRefused() {
    Table<String, Long> counts = state.table(COUNTS);
    counts.put("a", 1L);
    assertThatThrownBy(() -> counts.forEach((key, value) -> counts.put("b", 2L)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at key a");
  }

  @Test
  void aNameIsGivenOutOnce() {
    state.table(COUNTS);
    assertThatThrownBy(() -> state.table(COUNTS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"counts\"");
  }

  @Test
  void aTimerThatWasMovedFiresOnceAtItsLastTime() {
    Timers<String> timers = state.timers("t", Codecs.STRING);
    timers.set("a", 10);
    timers.set("b", 20);
    timers.set("a", 30);
    assertThat(timers.next()).isEqualTo(20);
    List<String> fired = new ArrayList<>();
    timers.fire(Long.MAX_VALUE, (key, time) -> fired.add(key + "@" + time));
    assertThat(fired).containsExactly("b@20", "a@30");
    assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anActionMaySetATimerThatIsDueAtOnce() {
    Timers<String> timers = state.timers("t", Codecs.STRING);
    timers.set("a", 10);
    timers.set("c", 12);
    List<String> fired = new ArrayList<>();
    timers.fire(
        15,
        (key, time) -> {
          fired.add(key + "@" + time);
          if (key.equals("a")) {
            timers.set("b", 11);
            timers.clear("c");
          }
        });
    assertThat(fired).containsExactly("a@10", "b@11");
  }

  @Test
  void aTimerSetToATimeItOnceHadIsNotMistakenForAnOldPlace() {
    Timers<String> timers = state.timers("t", Codecs.STRING);
    StateStore restored = States.inMemoryStore();
    Restorer restorer = States.restorer(restored);
    for (long time : new long[] {10, 20}) {
      timers.set("a", time);
      state.drain().forEach(restorer::add);
      state.committed(new Position(time, time, 0));
      restorer.write(new Position(time, time, 0));
    }
    ShardState other = States.open(restored, CacheBudget.ofBytes(0));
    Timers<String> again = other.timers("t", Codecs.STRING);
    assertThat(again.next()).isEqualTo(20);
    again.set("a", 10);
    other.drain();
    other.committed(new Position(30, 30, 0));
    assertThat(States.open(restored, CacheBudget.ofBytes(0)).timers("t", Codecs.STRING).next())
        .isEqualTo(10);
  }

  private ShardState reopened() {
    return States.open(store, CacheBudget.unbounded());
  }

  private List<byte[]> storedKeys() {
    List<byte[]> keys = new ArrayList<>();
    store.scan(new byte[0], null, (key, value) -> keys.add(key));
    return keys;
  }
}
