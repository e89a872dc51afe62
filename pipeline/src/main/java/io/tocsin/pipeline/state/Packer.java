package io.tocsin.pipeline.state;

import java.util.ArrayList;
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

  private static final int HEADER = 32;

  /** Where the sweep ends: what is behind is local. */
  private static final byte[] END = {Layout.TIMER_INDEX};

  private final StateStore store;
  private final PackWriter packs;
  private final int maxBody;
  private Sweep sweep;

  Packer(StateStore store, int maxRecord) {
    this.store = store;
    this.maxBody = maxRecord - HEADER;
    this.packs = new PackWriter(maxBody);
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
    long credit = sweep.credit() + bytes(changes);
    Stretch stretch = new Stretch(changes, credit);
    stretch.write();
    for (Change change : changes) {
      if (!stretch.covers(change.key())) {
        packs.change(change);
      }
    }
    // What follows has the same length whatever the number is.
    int total = packs.countWith(Sweep.KEY, stretch.end(0).encode().length);
    Sweep next = stretch.end(total);
    Change place = new Change(Sweep.KEY, next.encode());
    packs.change(place);
    return new Packed(records(packs.finish(), next), place);
  }

  private List<LogEntry> records(List<byte[]> bodies, Sweep next) {
    List<LogEntry> log = new ArrayList<>();
    int number = sweep.index();
    for (byte[] body : bodies) {
      number = cut(body, number, log);
    }
    boolean newLap = next.lap() != sweep.lap();
    if (!newLap && number != next.index()) {
      throw new IllegalStateException(
          "packs up to number " + number + " were written, " + next.index() + " were announced");
    }
    if (newLap) {
      giveUp(number, log);
    }
    sweep = next;
    return log;
  }

  /** The lap before the last was longer: says that its packs behind the end are superfluous. */
  private void giveUp(int from, List<LogEntry> log) {
    for (int number = from; number < sweep.end(); number++) {
      log.add(new LogEntry(Pack.key(sweep.parity(), number), null));
    }
  }

  private int cut(byte[] body, int first, List<LogEntry> log) {
    int count = packs.parts(body.length);
    for (int part = 0; part < count; part++) {
      int from = part * maxBody;
      int length = Math.min(maxBody, body.length - from);
      byte[] value =
          new ByteWriter(length + HEADER)
              .putByte(Pack.VERSION)
              .putVarLong(sweep.lap())
              .putVarInt(first)
              .putVarInt(part)
              .putVarInt(count)
              .putRaw(body, from, length)
              .toBytes();
      log.add(new LogEntry(Pack.key(sweep.parity(), first + part), value));
    }
    return first + count;
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
    private final byte[] from = sweep.cursor();
    private byte[] to = sweep.cursor();
    private long credit;
    private int next;

    Stretch(List<Change> changes, long credit) {
      this.changes = changes;
      this.credit = credit;
    }

    void write() {
      if (credit <= 0) {
        return;
      }
      while (next < changes.size() && before(changes.get(next).key(), from)) {
        next++;
      }
      packs.rangeFrom(from);
      store.scan(from, END, this::stored);
      if (credit > 0) {
        changesBefore(END);
      }
      if (credit > 0) {
        to = END;
      }
      packs.rangeTo(to);
    }

    /** Where the sweep is after it and so many packs. */
    Sweep end(int packs) {
      return to == END
          ? sweep.nextLap(sweep.index() + packs, credit)
          : sweep.advanced(packs, credit, to);
    }

    boolean covers(byte[] key) {
      return !before(key, from) && before(key, to);
    }

    private boolean stored(byte[] key, byte[] value) {
      if (!changesBefore(key)) {
        return false;
      }
      if (next == changes.size() || !Arrays.equals(changes.get(next).key(), key)) {
        return put(key, value);
      }
      Change change = changes.get(next++);
      byte[] piece = change.value();
      if (change.appended() && piece != null) {
        return put(key, Change.joined(value, piece));
      }
      return change(change);
    }

    /** False if the credit is used up before. */
    private boolean changesBefore(byte[] key) {
      while (next < changes.size() && before(changes.get(next).key(), key)) {
        if (!change(changes.get(next++))) {
          return false;
        }
      }
      return true;
    }

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
      // Behind this key is where a zero byte is appended to it.
      to = Arrays.copyOf(key, key.length + 1);
      return credit > 0;
    }

    private static boolean before(byte[] a, byte[] b) {
      return Arrays.compareUnsigned(a, b) < 0;
    }
  }
}
