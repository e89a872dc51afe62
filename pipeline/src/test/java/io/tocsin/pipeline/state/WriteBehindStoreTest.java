package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WriteBehindStoreTest {
  private static final byte[] KEY = {1};
  private static final byte[] LARGE = {2};

  private final Disk disk = new Disk();
  private final StateStore store = new WriteBehindStore(disk);

  private static Position at(long offset) {
    return new Position(offset, offset, 0);
  }

  private void write(int from, int to) {
    for (int i = from; i < to; i++) {
      store.write(List.of(new Change(KEY, new byte[] {(byte) i})), at(i));
    }
  }

  @Test
  void whatChangesWithEveryWriteIsWrittenOnce() {
    write(0, WriteBehindStore.WRITES - 1);
    assertThat(disk.writes).isZero();
    assertThat(disk.position()).isNull();
    assertThat(store.get(KEY)).containsExactly(WriteBehindStore.WRITES - 2);
    write(WriteBehindStore.WRITES - 1, WriteBehindStore.WRITES);
    assertThat(disk.writes).isEqualTo(1);
    assertThat(disk.get(KEY)).containsExactly(WriteBehindStore.WRITES - 1);
    assertThat(disk.position()).isEqualTo(at(WriteBehindStore.WRITES - 1));
  }

  @Test
  void closingWritesTheRest() {
    write(0, 3);
    store.close();
    assertThat(disk.get(KEY)).containsExactly(2);
    assertThat(disk.position()).isEqualTo(at(2));
    assertThat(disk.closed).isTrue();
  }

  @Test
  void aPositionNeverComesWithoutItsChanges() {
    disk.full = true;
    write(0, WriteBehindStore.WRITES - 1);
    assertThatThrownBy(() -> write(20, 21)).isInstanceOf(StateException.class);
    disk.full = false;
    store.close();
    assertThat(disk.get(KEY)).containsExactly(20);
    assertThat(disk.position()).isEqualTo(at(20));
  }

  @Test
  void aDiskThatIsFullWhenItIsClosedKeepsItsOlderState() {
    write(0, WriteBehindStore.WRITES);
    disk.full = true;
    write(20, 22);
    store.close();
    assertThat(disk.get(KEY)).containsExactly(WriteBehindStore.WRITES - 1);
    assertThat(disk.position()).isEqualTo(at(WriteBehindStore.WRITES - 1));
    assertThat(disk.closed).isTrue();
  }

  @Test
  void aLargeWriteDoesNotWait() {
    write(0, 3);
    byte[] large = new byte[1 << 20];
    store.write(List.of(new Change(LARGE, large)), at(3));
    assertThat(disk.writes).isEqualTo(2);
    assertThat(disk.get(KEY)).containsExactly(2);
    assertThat(disk.get(LARGE)).isEqualTo(large);
    assertThat(disk.position()).isEqualTo(at(3));
    assertThat(store.position()).isEqualTo(at(3));
    write(20, 21);
    assertThat(disk.writes).isEqualTo(2);
    assertThat(store.get(KEY)).containsExactly(20);
  }

  @Test
  void aLargeWriteGoesBehindWhatWaits() {
    store.write(List.of(new Change(LARGE, new byte[] {1})), at(1));
    store.write(List.of(new Change(LARGE, new byte[1 << 20], true)), at(2));
    assertThat(disk.get(LARGE)).hasSize(1 + (1 << 20)).startsWith(1, 0);
  }

  @Test
  void aLargeWriteThatFailsLeavesWhatWaitedWithItsPosition() {
    write(0, 3);
    disk.full = true;
    List<Change> large = List.of(new Change(LARGE, new byte[1 << 20]));
    assertThatThrownBy(() -> store.write(large, at(3))).isInstanceOf(StateException.class);
    disk.full = false;
    store.close();
    assertThat(disk.get(KEY)).containsExactly(2);
    assertThat(disk.get(LARGE)).isNull();
    assertThat(disk.position()).isEqualTo(at(2));
  }

  /** A store that may be full. */
  private static final class Disk implements StateStore {
    private final StateStore store = States.inMemoryStore();
    private boolean full;
    private boolean closed;
    private int writes;

    @Override
    public byte @Nullable [] get(byte[] key) {
      return store.get(key);
    }

    @Override
    public void write(List<Change> changes, Position position) {
      if (full) {
        throw new StateException(StateException.Reason.DISK_FULL, "full", null);
      }
      writes++;
      store.write(changes, position);
    }

    @Override
    public @Nullable Position position() {
      return store.position();
    }

    @Override
    public void scan(byte[] from, byte @Nullable [] to, BiPredicate<byte[], byte[]> visitor) {
      store.scan(from, to, visitor);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
