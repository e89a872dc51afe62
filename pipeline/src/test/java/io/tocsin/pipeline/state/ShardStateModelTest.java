package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random work on a shard's state beside a model of two maps. Commits, evictions, crashes and
 * restores from the log come in between; none of them may be seen.
 */
final class ShardStateModelTest {
  private static final int KEYS = 300;

  @ParameterizedTest
  @ValueSource(longs = {0, 5_000, 60_000, Long.MAX_VALUE})
  void evictionCrashAndRestoreCannotBeSeen(long budget) {
    long seed = Long.getLong("tocsin.seed", 1);
    for (int run = 0; run < 40; run++) {
      new Run(seed + run, CacheBudget.ofBytes(budget)).go();
    }
  }

  /** A value that is changed in place, and stored in pieces: what was added since. */
  private static final class Box extends InPieces {
    long sum;
    final List<Long> added = new ArrayList<>();

    Box(long sum) {
      this.sum = sum;
    }

    void add(long more) {
      sum += more;
      added.add(more);
    }

    static final Codec<Box> CODEC =
        new Codec<>() {
          @Override
          public void write(Box box, ByteWriter out) {
            // Long enough for some pieces.
            out.putLong(box.sum).putString("x".repeat(40));
          }

          @Override
          public boolean append(Box box, ByteWriter out) {
            box.added.forEach(out::putZigZag);
            return box.pieceFits(out.size());
          }

          @Override
          public void stored(Box box, int bytes, boolean appended) {
            box.wasStored(bytes, appended);
            box.added.clear();
          }

          @Override
          public Box read(ByteReader in, int version) {
            int all = in.remaining();
            Box box = new Box(in.getLong());
            assertThat(in.getString()).hasSize(40);
            box.wasStored(all - in.remaining(), false);
            box.wasStored(in.remaining(), true);
            while (in.remaining() > 0) {
              box.sum += in.getZigZag();
            }
            return box;
          }
        };
  }

  private static final TableSpec<String, Box> BOXES =
      new TableSpec<>("boxes", 1, Codecs.STRING, Box.CODEC);

  private static final class Run {
    private final Random random;
    private final CacheBudget budget;
    private final String name;
    private final List<LogEntry> log = new ArrayList<>();
    private StateStore store = States.inMemoryStore();
    private ShardState state;
    private Table<String, Box> boxes;
    private Timers<String> timers;

    private Map<String, Long> sums = new TreeMap<>();
    private Map<String, Long> times = new TreeMap<>();
    private Map<String, Long> committedSums = new TreeMap<>();
    private Map<String, Long> committedTimes = new TreeMap<>();
    private @Nullable List<LogEntry> inFlight;
    private @Nullable Position committed;
    private Map<String, Long> inFlightSums = Map.of();
    private Map<String, Long> inFlightTimes = Map.of();
    private long now;

    Run(long seed, CacheBudget budget) {
      this.random = new Random(seed);
      this.budget = budget;
      this.name = "seed " + seed + ", budget " + budget.bytes();
      open();
    }

    private void open() {
      state = States.open(States.writeBehind(store), budget);
      boxes = state.table(BOXES);
      timers = state.timers("timers", Codecs.STRING);
    }

    void go() {
      for (int step = 0; step < 400; step++) {
        switch (random.nextInt(12)) {
          case 0 -> commit();
          case 1 -> drain();
          case 2 -> visit();
          case 3 -> fire();
          case 4 -> crash();
          default -> batch();
        }
      }
      state.close();
      assertThat(budget.used()).as(name).isZero();
    }

    private void batch() {
      for (int i = random.nextInt(40); i > 0; i--) {
        change("k" + random.nextInt(KEYS));
      }
      state.batchEnd();
    }

    private void change(String key) {
      switch (random.nextInt(8)) {
        case 0 -> {
          boxes.remove(key);
          sums.remove(key);
        }
        case 6 -> {
          boxes.discard(key);
          sums.remove(key);
        }
        case 7 -> {
          if (!sums.containsKey(key)) {
            long value = random.nextInt();
            boxes.add(key, new Box(value));
            sums.put(key, value);
          }
        }
        case 1 -> assertThat(sum(boxes.get(key))).as(name).isEqualTo(sums.get(key));
        case 2 -> setTimer(key, now + random.nextInt(50) - 10);
        case 3 -> {
          timers.clear(key);
          times.remove(key);
        }
        default -> add(key, random.nextInt());
      }
    }

    private void setTimer(String key, long time) {
      timers.set(key, time);
      times.put(key, time);
    }

    private void add(String key, long more) {
      Cell<Box> cell = boxes.cell(key);
      Box box = cell.get();
      if (box == null) {
        cell.set(new Box(more));
      } else {
        box.add(more);
        cell.changed();
      }
      sums.merge(key, more, Long::sum);
    }

    private static @Nullable Long sum(@Nullable Box box) {
      return box == null ? null : box.sum;
    }

    private void visit() {
      Map<String, Long> seen = new LinkedHashMap<>();
      boxes.forEach((key, box) -> seen.put(key, box.sum));
      assertThat(new ArrayList<>(seen.entrySet())).as(name).isEqualTo(ordered(sums));
    }

    /** The codec writes a text's length before it. */
    private static List<Map.Entry<String, Long>> ordered(Map<String, Long> map) {
      List<Map.Entry<String, Long>> entries = new ArrayList<>(map.entrySet());
      entries.sort((a, b) -> compareKeys(a.getKey(), b.getKey()));
      return entries;
    }

    private static int compareKeys(String a, String b) {
      return a.length() != b.length() ? a.length() - b.length() : a.compareTo(b);
    }

    private void fire() {
      now += random.nextInt(15);
      List<String> fired = new ArrayList<>();
      assertThat(timers.next())
          .as(name)
          .isEqualTo(times.values().stream().mapToLong(t -> t).min().orElse(Long.MAX_VALUE));
      timers.fire(now, (key, time) -> fired.add(key + "@" + time));
      List<Map.Entry<String, Long>> due = ordered(times);
      due.removeIf(e -> e.getValue() > now);
      due.sort(Map.Entry.comparingByValue());
      assertThat(fired)
          .as(name)
          .isEqualTo(due.stream().map(e -> e.getKey() + "@" + e.getValue()).toList());
      times.values().removeIf(time -> time <= now);
    }

    private void drain() {
      if (inFlight == null) {
        inFlight = state.drain();
        inFlightSums = new TreeMap<>(sums);
        inFlightTimes = new TreeMap<>(times);
      }
    }

    private void commit() {
      drain();
      log.addAll(Objects.requireNonNull(inFlight));
      committed = new Position(now, log.size(), now);
      state.committed(committed);
      inFlight = null;
      committedSums = inFlightSums;
      committedTimes = inFlightTimes;
      state.batchEnd();
    }

    private void crash() {
      StateStore onDisk = copy();
      state.close();
      switch (random.nextInt(3)) {
        case 0 -> restore(States.inMemoryStore());
        case 1 -> restore(onDisk);
        default -> assertThat(store.position()).as("closed in order").isEqualTo(committed);
      }
      inFlight = null;
      sums = new TreeMap<>(committedSums);
      times = new TreeMap<>(committedTimes);
      open();
    }

    /** What a killed process leaves. */
    private StateStore copy() {
      StateStore copy = States.inMemoryStore();
      Position position = store.position();
      if (position != null) {
        List<Change> all = new ArrayList<>();
        store.scan(new byte[0], null, (key, value) -> all.add(new Change(key, value)));
        copy.write(all, position);
      }
      return copy;
    }

    private void restore(StateStore from) {
      store = from;
      Position position = store.position();
      Restorer restorer = States.restorer(store);
      int known = position == null ? 0 : (int) position.changelog();
      log.subList(known, log.size()).forEach(restorer::add);
      committed = new Position(now, log.size(), now);
      restorer.finish(committed);
    }
  }
}
