package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.state.StateException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A log is written, compacted anyhow, and restored from anywhere: the state must be the same. */
final class ChangelogTest {
  private static final TableSpec<Long, GrowingText> TEXTS =
      new TableSpec<>("texts", 1, Codecs.LONG, GrowingText.CODEC);

  /** One record and its offset. */
  private record At(long offset, LogEntry entry) {}

  /** What a process had on its disk at some time. */
  private record Disk(long offset, StateStore store) {}

  @Test
  void anyCompactionAndAnyLocalStateLeadToTheSameState() {
    long seed = Long.getLong("tocsin.seed", 1);
    for (int run = 0; run < 60; run++) {
      new Run(seed + run).go();
    }
  }

  @Test
  void theLastLapIsEnough() {
    Run run = new Run(11);
    run.go();
    assertThat(run.lapRestores).isPositive();
  }

  @Test
  void aLastLapThatLacksARecordIsNotTaken() {
    Run run = new Run(7);
    for (int commit = 0; commit < 100; commit++) {
      run.batch(20, 40);
      run.commit();
    }
    int from = run.lastLap();
    int last = run.log.size();
    for (int without = from + 1; without < last - 1; without += 5) {
      List<At> holed = new ArrayList<>(run.log.subList(from, last));
      holed.remove(without - from);
      assertThatThrownBy(() -> lapRestored(holed)).isInstanceOf(MissingRecordsException.class);
    }
    assertThatThrownBy(() -> lapRestored(run.log.subList(from, (from + last) / 2)))
        .isInstanceOf(MissingRecordsException.class)
        .hasMessageContaining("did not come round");
  }

  private static void lapRestored(List<At> log) {
    Restorer restorer = States.lapRestorer(States.inMemoryStore());
    log.forEach(at -> restorer.add(at.entry));
    restorer.finish(new Position(0, 1, 0));
  }

  @Test
  void theCompactedLogStaysWithinFourTimesTheState() {
    Run run = new Run(7);
    long most = 0;
    for (int commit = 0; commit < 400; commit++) {
      run.batch(20, 40);
      run.commit();
      run.compact(1.0);
      if (commit > 100) {
        most = Math.max(most, run.logBytes() * 100 / run.stateBytes());
      }
    }
    assertThat(most).as("percent of the state").isBetween(150L, 450L);
  }

  @Test
  void aQuietCommitIsOneSmallRecord() {
    Run run = new Run(7);
    run.batch(5_000, 40);
    run.commit();
    run.batch(1, 40);
    int before = run.log.size();
    run.commit();
    assertThat(run.log.size() - before).isEqualTo(1);
    assertThat(run.log.get(before).entry.value()).hasSizeLessThan(300);
  }

  @Test
  void aRecordOfANewerReleaseIsRefused() {
    Run run = new Run(7);
    run.batch(5, 40);
    run.commit();
    byte[] value = Objects.requireNonNull(run.log.get(0).entry.value()).clone();
    value[0] = 3;
    assertThatThrownBy(
            () ->
                States.restorer(States.inMemoryStore())
                    .add(new LogEntry(run.log.get(0).entry.key(), value)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("version 3")
        .satisfies(e -> assertThat(((StateException) e).reason()).isEqualTo(Reason.NEWER_VERSION));
  }

  @Test
  void aRecordThatIsNoPackIsRefused() {
    for (byte[] value : new byte[][] {{}, {1}, {1, 0, 0, 0, 1, 9}, {1, 0, 0, 0, 1, 1, 5, 5}}) {
      assertThatThrownBy(
              () ->
                  States.restorer(States.inMemoryStore())
                      .add(new LogEntry(new byte[] {1, 2, 3}, value)))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("010203");
    }
  }

  private static final class Run {
    private final Random random;
    private final String name;
    private final StateStore store = States.inMemoryStore();
    private final ShardState state;
    private final Table<Long, GrowingText> texts;
    private final Map<Long, String> expected = new TreeMap<>();
    private final List<At> log = new ArrayList<>();
    private final List<Disk> disks = new ArrayList<>();
    private final int maxRecord;
    private long end;
    private int lapRestores;

    Run(long seed) {
      random = new Random(seed);
      name = "seed " + seed;
      maxRecord = 100 + random.nextInt(3_000);
      state = new CachedShardState(store, CacheBudget.ofBytes(0), maxRecord);
      texts = state.table(TEXTS);
    }

    void go() {
      int values = 1 + random.nextInt(200);
      for (int commit = 0; commit < 60; commit++) {
        batch(random.nextInt(30), values);
        if (random.nextInt(40) == 0) {
          batch(1, 20_000);
        }
        commit();
        if (random.nextInt(4) == 0) {
          compact(random.nextDouble());
        }
        if (random.nextInt(8) == 0) {
          remember();
        }
        if (random.nextInt(10) == 0) {
          restore(new Disk(0, States.inMemoryStore()));
        }
        if (random.nextInt(4) == 0) {
          restoreLastLap();
        }
      }
      disks.forEach(this::restore);
    }

    void batch(int changes, int valueLength) {
      for (int i = 0; i < changes; i++) {
        long key = random.nextInt(200);
        if (random.nextInt(4) == 0) {
          texts.remove(key);
          expected.remove(key);
        } else if (random.nextBoolean() && expected.containsKey(key)) {
          GrowingText text = Objects.requireNonNull(texts.get(key));
          String piece = "y".repeat(random.nextInt(10));
          text.text += piece;
          texts.cell(key).changed();
          expected.merge(key, piece, String::concat);
        } else {
          String value = "x".repeat(random.nextInt(valueLength)) + random.nextInt();
          texts.put(key, new GrowingText(value));
          expected.put(key, value);
        }
      }
      state.batchEnd();
    }

    void commit() {
      for (LogEntry entry : state.drain()) {
        assertThat(entry.value() == null ? 0 : entry.value().length)
            .as(name)
            .isLessThanOrEqualTo(maxRecord);
        log.add(new At(end++, entry));
      }
      end++; // the marker that ends the transaction takes an offset
      state.committed(new Position(0, end, 0));
    }

    /** Removes some of the records that a later one of the same key makes superfluous. */
    void compact(double part) {
      Set<String> later = new HashSet<>();
      List<At> kept = new ArrayList<>();
      for (int i = log.size() - 1; i >= 0; i--) {
        boolean superfluous = !later.add(Layout.hex(log.get(i).entry.key()));
        if (!superfluous || random.nextDouble() >= part) {
          kept.add(0, log.get(i));
        }
      }
      log.clear();
      log.addAll(kept);
    }

    private void remember() {
      StateStore copy = States.inMemoryStore();
      List<Change> all = new ArrayList<>();
      store.scan(new byte[0], null, (key, value) -> all.add(new Change(key, value)));
      copy.write(all, new Position(0, end, 0));
      disks.add(new Disk(end, copy));
    }

    private void restore(Disk disk) {
      Restorer restorer = States.restorer(disk.store);
      for (At at : log) {
        if (at.offset >= disk.offset) {
          restorer.add(at.entry);
          if (random.nextInt(5) == 0) {
            restorer.write(new Position(0, at.offset + 1, 0));
          }
        }
      }
      restorer.finish(new Position(0, end, 0));
      assertThat(content(disk.store)).as(name).isEqualTo(content(store));
      Map<Long, String> seen = new TreeMap<>();
      States.open(disk.store, CacheBudget.unbounded())
          .table(TEXTS)
          .forEach((key, text) -> seen.put(key, text.text));
      assertThat(seen).as(name).isEqualTo(expected);
    }

    private void restoreLastLap() {
      int from = lastLap();
      if (from >= 0) {
        lapRestores++;
        StateStore fresh = States.inMemoryStore();
        Restorer restorer = States.lapRestorer(fresh);
        int resume = random.nextBoolean() ? from + random.nextInt(log.size() - from) : log.size();
        Position at = null;
        for (At one : log.subList(from, resume)) {
          restorer.add(one.entry);
          if (random.nextInt(5) == 0 && restorer.write(new Position(0, one.offset + 1, 0))) {
            at = fresh.position();
          }
        }
        if (resume == log.size()) {
          restorer.finish(new Position(0, end, 0));
          assertThat(content(fresh)).as(name).isEqualTo(content(store));
        } else if (at != null) {
          // Whoever is killed meanwhile goes on from where the store is.
          restore(new Disk(at.changelog(), fresh));
        }
      }
    }

    /** The last record whose place is one lap or more behind the last one's; -1 without one. */
    private int lastLap() {
      SweepPlace last = null;
      for (At at : log) {
        SweepPlace place = SweepPlace.of(at.entry);
        last = place == null ? last : place;
      }
      SweepPlace wanted = last == null ? null : last.lapBefore();
      int found = -1;
      for (int i = 0; wanted != null && i < log.size(); i++) {
        SweepPlace place = SweepPlace.of(log.get(i).entry);
        found = place != null && place.compareTo(wanted) <= 0 ? i : found;
      }
      return found;
    }

    private static List<String> content(StateStore store) {
      List<String> content = new ArrayList<>();
      store.scan(
          new byte[0],
          null,
          (key, value) -> content.add(Layout.hex(key) + "=" + Layout.hex(value)));
      return content;
    }

    long logBytes() {
      return log.stream()
          .mapToLong(at -> at.entry.value() == null ? 0 : at.entry.value().length)
          .sum();
    }

    long stateBytes() {
      long[] bytes = {0};
      store.scan(
          new byte[0],
          null,
          (key, value) -> {
            bytes[0] += key.length + value.length;
            return true;
          });
      return bytes[0];
    }
  }
}
