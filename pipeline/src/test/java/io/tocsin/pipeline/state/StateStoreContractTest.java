package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every byte store promises: RocksDB written behind and memory, driven side by side. */
final class StateStoreContractTest {
  private static final MemoryBudget BUDGET = new MemoryBudget(0, 4 << 20, 4 << 20);

  @TempDir Path folder;

  private @Nullable RocksStores stores;
  private @Nullable StateStore disk;
  private final StateStore memory = States.inMemoryStore();

  @AfterEach
  void close() {
    if (stores != null) {
      stores.close();
    }
  }

  @Test
  void bothStoresAgreeOnRandomWork() {
    Random random = new Random(Long.getLong("tocsin.seed", 1));
    for (int step = 0; step < 600; step++) {
      switch (random.nextInt(10)) {
        case 0 -> reopen();
        case 1, 2, 3 -> write(random, step);
        case 4, 5 -> assertThat(scan(disk(), random)).isEqualTo(scan(memory, copy(random)));
        default -> {
          byte[] key = key(random);
          assertThat(disk().get(key)).isEqualTo(memory.get(key));
        }
      }
      assertThat(disk().position()).isEqualTo(memory.position());
    }
    assertThat(all(disk())).isEqualTo(all(memory)).isNotEmpty();
  }

  private long lastSeed;

  private Random copy(Random ignored) {
    return new Random(lastSeed);
  }

  private List<String> scan(StateStore store, Random random) {
    if (store != memory) {
      lastSeed = random.nextLong();
      random = new Random(lastSeed);
    }
    byte[] from = key(random);
    byte[] to = random.nextInt(4) == 0 ? null : key(random);
    if (to != null && java.util.Arrays.compareUnsigned(from, to) > 0) {
      return List.of();
    }
    int limit = random.nextInt(50);
    List<String> seen = new ArrayList<>();
    store.scan(
        from,
        to,
        (key, value) -> {
          seen.add(Layout.hex(key) + "=" + Layout.hex(value));
          return seen.size() <= limit;
        });
    return seen;
  }

  private static List<String> all(StateStore store) {
    List<String> seen = new ArrayList<>();
    store.scan(
        new byte[0], null, (key, value) -> seen.add(Layout.hex(key) + "=" + Layout.hex(value)));
    return seen;
  }

  private void write(Random random, int step) {
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      byte[] key = key(random);
      byte[] value = new byte[random.nextInt(100)];
      random.nextBytes(value);
      boolean timer = key[0] == Layout.TIMER;
      if (random.nextInt(4) == 0) {
        changes.add(new Change(key, null));
      } else if (timer) {
        changes.add(new Change(key, TimerIndex.value(random.nextInt(100))));
      } else {
        changes.add(new Change(key, value, random.nextInt(3) == 0));
      }
    }
    Position position = new Position(step, random.nextInt(), random.nextLong());
    disk().write(changes, position);
    memory.write(changes, position);
  }

  /**
   * The order of timers is derived by each store in its own way; a timer that waits in memory may
   * be moved by a commit that is too large to wait. Both stores are opened anew now and then, as
   * live timers would hide a stale place.
   */
  @Test
  void timersThatMoveLeaveNoPlaceBehindWhateverTheSizeOfTheirCommit() {
    Random random = new Random(Long.getLong("tocsin.seed", 1));
    for (int round = 0; round < 12; round++) {
      long seed = random.nextLong();
      timersMove(States.open(disk(), CacheBudget.unbounded()), new Random(seed), round);
      timersMove(States.open(memory, CacheBudget.unbounded()), new Random(seed), round);
      assertThat(all(disk())).as("round %d", round).isEqualTo(all(memory)).isNotEmpty();
      List<String> order = all(memory).stream().filter(e -> e.startsWith(ORDER)).toList();
      assertThat(order).as("a place for each timer").hasSize(TIMERS);
      reopen();
    }
  }

  private static final int TIMERS = 40;
  private static final String ORDER = Layout.hex(new byte[] {Layout.TIMER_INDEX});

  private static void timersMove(ShardState state, Random random, int round) {
    Timers<String> timers = state.timers("timers", Codecs.STRING);
    Table<String, String> table =
        state.table(new TableSpec<>("large", 1, Codecs.STRING, Codecs.STRING));
    for (int commit = 0; commit < 10; commit++) {
      for (int i = 0; i < TIMERS; i++) {
        if (commit + round == 0 || random.nextInt(3) == 0) {
          timers.set("timer " + i, random.nextInt(1_000));
        }
      }
      if (random.nextInt(4) == 0) {
        table.put("large", "x".repeat(1 << 20) + random.nextInt());
      }
      state.drain();
      long offset = 10L * round + commit;
      state.committed(new Position(offset, offset, 0));
    }
  }

  private static byte[] key(Random random) {
    byte[] key = new byte[1 + random.nextInt(4)];
    for (int i = 1; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(4) * 85);
    }
    key[0] = random.nextInt(3) == 0 ? Layout.TIMER : (byte) random.nextInt(0xff);
    return key;
  }

  @Test
  void aKeyOfTheStoreItselfIsRefused() {
    byte[] reserved = {(byte) 0xff, 1};
    for (StateStore store : List.of(disk(), memory)) {
      assertThatThrownBy(
              () ->
                  store.write(
                      List.of(new Change(new byte[] {1}, reserved), new Change(reserved, reserved)),
                      new Position(1, 1, 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.get(new byte[] {1})).as("all or nothing").isNull();
      assertThat(store.position()).isNull();
    }
  }

  private StateStore disk() {
    if (stores == null) {
      stores = RocksStores.at(folder, BUDGET);
    }
    if (disk == null) {
      disk = States.writeBehind(stores.open("shard"));
    }
    return disk;
  }

  private void reopen() {
    disk().close();
    disk = null;
  }
}
