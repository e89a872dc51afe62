package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills an empty store from the last time that the sweep went round: the stretches from some record
 * on, until they have covered every key. A change ahead of the sweep is left out, for the stretch
 * will have it; one behind it is written. So almost nothing is looked for in the store, and most
 * entries are written once.
 *
 * <p>That takes every record from there on. Records of the last two laps are never superfluous;
 * still their numbers are checked, and that each stretch begins where the last one ended.
 */
final class LapRestorer implements Restorer {
  private static final byte[] START = {};

  private final StateStore store;
  private final PackReader reader = new PackReader(new Pending());
  private final List<Change> pending = new ArrayList<>();
  private long bytes;

  /** Where the first stretch began. */
  private byte @Nullable [] first;

  /** Keys of this lap before it are covered. */
  private byte[] swept = START;

  /** Whether the last key was reached, so that all from the first on are covered. */
  private boolean wrapped;

  /** Whether the sweep has come round to where it began. */
  private boolean all;

  /** Key of the record before. */
  private byte @Nullable [] last;

  LapRestorer(StateStore store) {
    this.store = store;
  }

  @Override
  public void add(LogEntry entry) {
    if (entry.value() != null) {
      if (Pack.isKey(entry.key())) {
        checkNext(entry.key());
      }
      reader.read(entry);
    }
  }

  private void checkNext(byte[] key) {
    byte[] before = last;
    last = key;
    if (before == null || Arrays.equals(key, Pack.after(before))) {
      return;
    }
    // The last commit of a lap may go on behind the end of its sweep.
    boolean nextLap = wrapped && swept.length == 0 && Arrays.equals(key, Pack.lapAfter(before));
    if (!nextLap) {
      throw new MissingRecordsException(
          "changelog record "
              + Layout.hex(key)
              + " follows "
              + Layout.hex(before)
              + ": what was between them is missing");
    }
  }

  @Override
  public long pendingBytes() {
    return bytes;
  }

  @Override
  public boolean write(Position position) {
    if (reader.midPack()) {
      return false;
    }
    store.write(latest(KeySort.sorted(pending)), position);
    pending.clear();
    bytes = 0;
    return true;
  }

  /** One change for each key. */
  private static List<Change> latest(List<Change> sorted) {
    List<Change> latest = new ArrayList<>(sorted.size());
    Change one = null;
    for (Change next : sorted) {
      if (one != null && Arrays.equals(one.key(), next.key())) {
        one = one.then(next);
      } else {
        if (one != null) {
          latest.add(one);
        }
        one = next;
      }
    }
    if (one != null) {
      latest.add(one);
    }
    return latest;
  }

  @Override
  public void finish(Position position) {
    byte[] from = first;
    if (!all || reader.midPack()) {
      throw new MissingRecordsException(
          "the changelog's sweep did not come round: "
              + (from == null
                  ? "it has no stretch"
                  : "from " + Layout.hex(from) + " to " + Layout.hex(swept)));
    }
    write(position);
  }

  private boolean covered(byte[] key) {
    if (all || key[0] >= Layout.TIMER_INDEX) {
      // The latter are never swept.
      return true;
    }
    boolean behind = Arrays.compareUnsigned(key, swept) < 0;
    return first != null
        && (wrapped
            ? behind || Arrays.compareUnsigned(key, first) >= 0
            : behind && Arrays.compareUnsigned(key, first) >= 0);
  }

  private final class Pending implements PackReader.Sink {
    @Override
    public void change(Change change) {
      if (covered(change.key())) {
        put(change);
      }
    }

    private void put(Change change) {
      pending.add(change);
      bytes += change.bytes();
    }

    /** What a stretch covers a second time: it may lack what was there. */
    private void removeAll(byte[] from, byte[] to) {
      List<Change> gone = new ArrayList<>();
      for (Change change : pending) {
        byte[] key = change.key();
        if (Arrays.compareUnsigned(key, from) >= 0 && Arrays.compareUnsigned(key, to) < 0) {
          gone.add(new Change(key, null));
        }
      }
      store.scan(from, to, (key, value) -> gone.add(new Change(key, null)));
      gone.forEach(this::put);
    }

    @Override
    public void range(byte[] from, byte[] to, List<Change> entries) {
      if (first == null) {
        first = from;
        swept = from;
      }
      if (!Arrays.equals(from, swept)) {
        throw new MissingRecordsException(
            "the changelog's sweep goes on at "
                + Layout.hex(from)
                + " and had ended at "
                + Layout.hex(swept));
      }
      if (wrapped && (all || Arrays.compareUnsigned(to, first) > 0)) {
        removeAll(all || Arrays.compareUnsigned(from, first) > 0 ? from : first, to);
      }
      entries.forEach(this::put);
      boolean end = Arrays.equals(to, Packer.END);
      all |= wrapped && (end || Arrays.compareUnsigned(to, first) >= 0);
      wrapped |= end;
      swept = end ? START : to;
    }
  }
}
