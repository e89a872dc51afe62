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

  private static Map<String, Long> counts(String key, long count) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put(key, count);
    return counts;
  }

  /** Writes to changelog and local store as a commit does. */
  private void write(String key, long count, Position position) {
    ShardState state = States.open(home.store, CacheBudget.unbounded());
    state.table(COUNTS).put(key, count);
    for (OutRecord r :
        Changelog.encode("state", 0, state.drain(), new Changelog.InputMark(10, "in-1", 1))) {
      changelog.add(
          new ChangelogReader.Entry(changelog.size(), Objects.requireNonNull(r.key()), r.value()));
    }
    state.committed(position);
  }

  private Map<String, Long> restored(long now) {
    Map<String, Long> counts = new TreeMap<>();
    States.open(restore(now).store(), CacheBudget.unbounded()).table(COUNTS).forEach(counts::put);
    return counts;
  }

  private Restore.Restored restore(long now) {
    return new Restore(
            SHARD,
            home,
            new Reader(),
            new LaneStats.ShardProgress(SHARD),
            TOPICS,
            new ArrayList<>())
        .run(now);
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
      changelog.subList((int) position, changelog.size()).forEach(sink);
      position = changelog.size();
      return position;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
