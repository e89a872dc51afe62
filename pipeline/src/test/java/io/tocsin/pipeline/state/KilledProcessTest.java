package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at any moment leaves a state that is whole and knows its position. */
final class KilledProcessTest {
  private static final MemoryBudget BUDGET = new MemoryBudget(0, 4 << 20, 4 << 20);
  private static final int KEYS = 50;

  @TempDir Path root;

  @Test
  void theStoreIsTheStateAtItsPositionAfterEachKill() throws Exception {
    Random random = new Random(Long.getLong("tocsin.seed", 1));
    long before = 0;
    for (int kill = 0; kill < 6; kill++) {
      long told = killAfter(20 + random.nextInt(3_000));
      try (RocksStores stores = RocksStores.at(root, BUDGET);
          StateStore store = stores.open("shard")) {
        Position position = Objects.requireNonNull(store.position());
        assertThat(position.input())
            .as("nothing that was told is lost")
            .isGreaterThanOrEqualTo(told);
        assertThat(position.input()).isGreaterThan(before);
        assertThat(values(store)).isEqualTo(expected(position.input()));
        before = position.input();
      }
    }
  }

  /** Runs the writer until it has told of so many writes; returns the last one told. */
  private long killAfter(int writes) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx64m",
                Writer.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = -1;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < writes; i++) {
        last = Long.parseLong(lines.readLine());
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return last;
  }

  private static List<Long> values(StateStore store) {
    List<Long> values = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      byte[] value = store.get(new byte[] {1, (byte) key});
      values.add(value == null ? 0 : new ByteReader(value).getLong());
    }
    return values;
  }

  /** What the writes 1 to n leave: write i sets ten keys to i. */
  private static List<Long> expected(long n) {
    Long[] values = new Long[KEYS];
    for (int key = 0; key < KEYS; key++) {
      values[key] = 0L;
    }
    for (long i = 1; i <= n; i++) {
      for (int k = 0; k < 10; k++) {
        values[key(i, k)] = i;
      }
    }
    return List.of(values);
  }

  private static int key(long write, int k) {
    return (int) ((write * 31 + k * 7L) % KEYS);
  }

  /** Writes for ever, going on where the store is, and tells of each write on its output. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      try (RocksStores stores = RocksStores.at(Path.of(args[0]), BUDGET);
          StateStore store = stores.open("shard")) {
        Position position = store.position();
        for (long i = position == null ? 1 : position.input() + 1; ; i++) {
          List<Change> changes = new ArrayList<>();
          for (int k = 0; k < 10; k++) {
            byte[] value = new ByteWriter().putLong(i).putRaw(new byte[500], 0, 500).toBytes();
            changes.add(new Change(new byte[] {1, (byte) key(i, k)}, value));
          }
          store.write(changes, new Position(i, i, i));
          System.out.println(i);
        }
      }
    }
  }
}
