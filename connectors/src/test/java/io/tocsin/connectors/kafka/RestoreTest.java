package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.Position.Origin;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which local state a restore starts from. */
final class RestoreTest {
  private static final TableSpec<String, Long> COUNTS =
      new TableSpec<>("counts", 1, Codecs.STRING, Codecs.LONG);
  private static final ShardId SHARD = new ShardId("count", "in", 0);
  private static final long NOW = 1_767_225_600_000L;
  private static final long HALF_OF_TOMBSTONES = StateTopics.TOMBSTONES_MS / 2;
  private static final Origin ORIGIN = new Origin("in-1", 1, "state-1");
  private static final StateTopic.Now TOPICS =
      new StateTopic.Now(
          new TopicAdmin.TopicState("in-1", 1, false),
          new TopicAdmin.TopicState("state-1", 1, true));

  private final List<ChangelogReader.Entry> changelog = new ArrayList<>();
  private final Home home = new Home();

  @Test
  void localStateIsBroughtForward() {
    write("a", 1, new Position(10, 2, NOW, ORIGIN));
    assertThat(restored(NOW)).containsEntry("a", 1L);
    assertThat(home.discarded).isZero();
  }

  @Test
  void localStateThatMayHaveMissedRemovalsIsThrownAway() {
    write("a", 1, new Position(10, 2, NOW, ORIGIN));
    home.spoil();
    assertThat(restored(NOW + HALF_OF_TOMBSTONES + 1)).containsExactlyEntriesOf(counts("a", 1));
    assertThat(home.discarded).isEqualTo(1);
  }

  @Test
  void localStateThatCannotHaveMissedRemovalsIsKept() {
    write("a", 1, new Position(10, 2, NOW, ORIGIN));
    restored(NOW + HALF_OF_TOMBSTONES);
    assertThat(home.discarded).isZero();
  }

  @Test
  void localStateOfAnotherChangelogIsThrownAway() {
    write("a", 1, new Position(10, 2, NOW, new Origin("in-1", 1, "state-0")));
    home.spoil();
    assertThat(restored(NOW)).containsExactlyEntriesOf(counts("a", 1));
    assertThat(home.discarded).isEqualTo(1);
  }

  @Test
  void localStateAheadOfItsChangelogIsThrownAway() {
    write("a", 1, new Position(10, 999, NOW, ORIGIN));
    home.spoil();
    assertThat(restored(NOW)).containsExactlyEntriesOf(counts("a", 1));
    assertThat(home.discarded).isEqualTo(1);
  }

  @Test
  void localStateSaysOfWhichInputItIs() {
    write("a", 1, new Position(10, 2, NOW, new Origin("in-0", 3, "state-1")));
    Restore.Restored restored = restore(NOW);
    assertThat(restored.mark()).isEqualTo(new Changelog.InputMark(10, "in-0", 3));
    assertThat(Objects.requireNonNull(restored.store().position()).origin())
        .as("until a commit says otherwise")
        .isEqualTo(new Origin("in-0", 3, "state-1"));
  }

  @Test
  void tellsThatTheLocalStateWasDamaged() {
    home.damaged = true;
    assertThat(restore(NOW).notices())
        .containsExactly(new Notice(Notice.Kind.STATE_DAMAGED, "was damaged"));
  }

  @Test
  void withoutLocalStateOnlyTheLastLapIsRead() {
    Map<String, Long> expected = writeLong();
    home.store = States.inMemoryStore();
    LaneStats.ShardProgress progress = new LaneStats.ShardProgress(SHARD);
    assertThat(counts(restore(NOW, progress))).isEqualTo(expected);
    assertThat(progress.restoredBytes()).isBetween(1L, bytes() / 10);
    assertThat(home.discarded).isZero();
  }

  @Test
  void aLastLapThatLacksRecordsIsNotEnough() {
    Map<String, Long> expected = writeLong();
    // Something is lost that a later record says again, but for the search.
    changelog.remove(changelog.size() - 40);
    home.store = States.inMemoryStore();
    assertThat(restored(NOW)).containsOnlyKeys(expected.keySet());
    assertThat(home.discarded).isEqualTo(1);
  }

  /** Writes many laps of the sweep. */
  private Map<String, Long> writeLong() {
    Map<String, Long> expected = new TreeMap<>();
    ShardState state = States.open(home.store, CacheBudget.unbounded());
    Table<String, Long> table = state.table(COUNTS);
    for (long i = 0; i < 2_000; i++) {
      for (long key : new long[] {i % 100, i * 7 % 89, i * 31 % 97}) {
        table.put("key " + key, i);
        expected.put("key " + key, i);
      }
      append(state);
      state.committed(new Position(10, changelog.size(), NOW, ORIGIN));
    }
    return expected;
  }

  private long bytes() {
    return changelog.stream()
        .mapToLong(e -> e.key().length + (e.value() == null ? 0 : e.value().length))
        .sum();
  }

  private static Map<String, Long> counts(String key, long count) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put(key, count);
    return counts;
  }

  /** Writes to changelog and local store as a commit does. */
  private void write(String key, long count, Position position) {
    ShardState state = States.open(home.store, CacheBudget.unbounded());
    state.table(COUNTS).put(key, count);
    append(state);
    state.committed(position);
  }

  private void append(ShardState state) {
    for (OutRecord r :
        Changelog.encode("state", 0, state.drain(), new Changelog.InputMark(10, "in-1", 1))) {
      changelog.add(
          new ChangelogReader.Entry(changelog.size(), Objects.requireNonNull(r.key()), r.value()));
    }
  }

  private Map<String, Long> restored(long now) {
    return counts(restore(now));
  }

  private static Map<String, Long> counts(Restore.Restored restored) {
    Map<String, Long> counts = new TreeMap<>();
    States.open(restored.store(), CacheBudget.unbounded()).table(COUNTS).forEach(counts::put);
    return counts;
  }

  private Restore.Restored restore(long now) {
    return restore(now, new LaneStats.ShardProgress(SHARD));
  }

  private Restore.Restored restore(long now, LaneStats.ShardProgress progress) {
    return new Restore(SHARD, home, new Reader(), progress, TOPICS, new ArrayList<>()).run(now);
  }

  private static final class Home implements StateHome {
    private StateStore store = States.inMemoryStore();
    private int discarded;
    private boolean damaged;

    /** Leaves something behind that the changelog does not have. */
    void spoil() {
      Position position = Objects.requireNonNull(store.position());
      ShardState state = States.open(store, CacheBudget.unbounded());
      state.table(COUNTS).put("removed since", 1L);
      state.drain();
      state.committed(position);
    }

    @Override
    public StateStore open(ShardId shard, Consumer<Notice> told) {
      if (damaged) {
        told.accept(new Notice(Notice.Kind.STATE_DAMAGED, "was damaged"));
      }
      return store;
    }

    @Override
    public void damaged(ShardId shard, String why) {
      throw new AssertionError(shard + " is damaged: " + why);
    }

    @Override
    public void discard(ShardId shard) {
      discarded++;
      store = States.inMemoryStore();
    }

    @Override
    public ShardState live(ShardId shard, StateStore open) {
      return States.open(open, CacheBudget.unbounded());
    }
  }

  private final class Reader implements ChangelogReader {
    private long position;

    @Override
    public long beginning() {
      return 0;
    }

    @Override
    public long highWatermark() {
      return changelog.size();
    }

    @Override
    public void seek(long offset) {
      position = offset;
    }

    @Override
    public long read(Duration timeout, Consumer<Entry> sink) {
      // As much as a poll gives.
      int end = Math.min(changelog.size(), (int) position + 20);
      changelog.subList((int) position, end).forEach(sink);
      position = end;
      return position;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
