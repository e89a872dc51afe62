package io.tocsin.pipeline.state;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packs a shard's changes into few records of a compacted log.
 *
 * <p>One record for each changed key would be the plain way, and the records' own cost would be
 * most of it: a changed entry is often a hundred bytes. One record for a page of neighbouring keys
 * must hold the whole page, however little of it changed. Here a commit's changes go into packs of
 * whatever changed together, whose record keys mean nothing but a number; and with each commit a
 * <em>sweep</em> goes on, writing as many bytes of the state as there were changes: the next
 * stretch of keys, as it is after this commit, marked as all there is between its two ends. When
 * the sweep has been all the way round, a lap, every key was written since the lap began, so that
 * every pack of before is superfluous. The numbers of packs start again with every second lap and
 * thereby overwrite them: what the log must keep is between one lap and two.
 *
 * <p>So a changed byte costs two in the log, and the log holds between two and four times the
 * state, whatever the size of the entries and the pattern of changes.
 *
 * <p>Restoring applies every record there is in the log's order. It does not matter which of the
 * superfluous ones a compaction removed or what the local state was before: the stretches of the
 * last whole lap replace everything between their ends, and together they cover all keys.
 */
final class Packer {
  /** Largest value of a record: well below what brokers accept by default, 1 MiB. */
  static final int MAX_RECORD = 256 << 10;

  /** Where the sweep ends: what is behind is local. */
  static final byte[] END = {Layout.TIMER_INDEX};

  private final StateStore store;
  private final PackWriter packs;
  private Sweep sweep;

  Packer(StateStore store, int maxRecord) {
    this.store = store;
    this.packs = new PackWriter(maxRecord);
    this.sweep = Sweep.read(store);
  }

  /**
   * The records of a commit, and what else the byte store must note with it.
   *
   * @param local only for the byte store of this shard
   */
  record Packed(List<LogEntry> log, Change local) {}

  /** Packs changes in key order, which the byte store does not have yet. */
  Packed pack(List<Change> changes) {
    packs.start(sweep);
    Stretch stretch = new Stretch(changes, sweep.credit() + bytes(changes));
    stretch.write();
    changes.subList(0, stretch.first).forEach(packs::change);
    changes.subList(stretch.next, changes.size()).forEach(packs::change);
    // What follows has the same length whatever the number is.
    int end = packs.numberWith(Sweep.KEY, stretch.end(0).encode().length);
    Sweep next = stretch.end(end);
    Change place = new Change(Sweep.KEY, next.encode());
    packs.change(place);
    List<LogEntry> log = packs.finish();
    if (packs.number() != end) {
      throw new IllegalStateException(
          "packs up to number " + packs.number() + " were written, " + end + " were announced");
    }
    if (next.lap() != sweep.lap()) {
      giveUp(end, log);
    }
    sweep = next;
    return new Packed(log, place);
  }

  /** The lap before the last was longer: says that its packs behind the end are superfluous. */
  private void giveUp(int from, List<LogEntry> log) {
    for (int number = from; number < sweep.end(); number++) {
      log.add(new LogEntry(Pack.key(sweep.parity(), number), null));
    }
  }

  private static long bytes(List<Change> changes) {
    long bytes = 0;
    for (Change change : changes) {
      bytes += bytes(change.key(), change.value());
    }
    return bytes;
  }

  private static long bytes(byte[] key, byte @Nullable [] value) {
    return (long) key.length + (value == null ? 0 : value.length) + 2;
  }

  /** The stretch of keys that one commit sweeps: what is stored, and the changes instead of it. */
  private final class Stretch {
    private final List<Change> changes;
    private byte[] last = sweep.cursor();
    private byte[] to = last;
    private long credit;

    /** The changes in it are those from the first up to before the next. */
    private int first;

    private int next;

    Stretch(List<Change> changes, long credit) {
      this.changes = changes;
      this.credit = credit;
    }

    void write() {
      if (credit <= 0) {
        return;
      }
      byte[] from = sweep.cursor();
      first = behind(from);
      next = first;
      packs.rangeFrom(from);
      store.scan(from, END, this::stored);
      if (credit > 0) {
        changesBefore(END);
      }
      // Behind the last key is where a zero byte is appended to it.
      to = credit > 0 ? END : Arrays.copyOf(last, last.length + 1);
      packs.rangeTo(to);
    }

    /** The first change that is not before a key. */
    private int behind(byte[] key) {
      int low = 0;
      int high = changes.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (Arrays.compareUnsigned(changes.get(middle).key(), key) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** Where the sweep is after it and the packs up to before that number. */
    Sweep end(int number) {
      return to == END ? sweep.nextLap(number, credit) : sweep.advanced(number, credit, to);
    }

    private boolean stored(byte[] key, byte[] value) {
      while (next < changes.size()) {
        Change change = changes.get(next);
        int order = Arrays.compareUnsigned(change.key(), key);
        if (order > 0) {
          break;
        }
        next++;
        if (order == 0) {
          return changed(change, value);
        }
        if (!change(change)) {
          return false;
        }
      }
      return put(key, value);
    }

    private boolean changed(Change change, byte[] value) {
      byte[] piece = change.value();
      if (change.appended() && piece != null) {
        return put(change.key(), Change.joined(value, piece));
      }
      return change(change);
    }

    /** Ends early if the credit is used up. */
    private void changesBefore(byte[] key) {
      boolean more = true;
      while (more
          && next < changes.size()
          && Arrays.compareUnsigned(changes.get(next).key(), key) < 0) {
        more = change(changes.get(next++));
      }
    }

    /** False if the credit is used up. */
    private boolean change(Change change) {
      if (change.appended()) {
        throw new IllegalStateException("a piece of a value that is not stored");
      }
      byte[] value = change.value();
      return value == null || put(change.key(), value);
    }

    private boolean put(byte[] key, byte[] value) {
      packs.put(key, value);
      credit -= bytes(key, value);
      last = key;
      return credit > 0;
    }
  }
}
