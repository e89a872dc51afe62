package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fills packs up to a size; a larger entry gets a pack of its own, which is cut into parts. */
final class PackWriter {
  private static final byte[] NO_KEY = {};
  private static final int ENTRY_OVERHEAD = 24;

  /** What stands before a body at most. */
  private static final int HEADER = 32;

  private final int maxBody;
  private final ByteWriter header = new ByteWriter(HEADER);
  private final ByteWriter body = new ByteWriter(4096);
  private List<LogEntry> records = new ArrayList<>();
  private long lap;
  private int parity;
  private int number;
  private byte[] last = NO_KEY;
  private boolean inRange;

  PackWriter(int maxRecord) {
    this.maxBody = maxRecord - HEADER;
  }

  /** The packs from here on are of the sweep's lap, the first has its next number. */
  void start(Sweep sweep) {
    lap = sweep.lap();
    parity = sweep.parity();
    number = sweep.index();
  }

  void put(byte[] key, byte[] value) {
    write(Pack.PUT, key, value);
  }

  private void write(byte word, byte[] key, byte[] value) {
    room(key, value.length);
    body.putByte(word);
    key(key);
    body.putBytes(value);
  }

  void delete(byte[] key) {
    room(key, 0);
    body.putByte(Pack.DELETE);
    key(key);
  }

  void change(Change change) {
    byte[] value = change.value();
    if (value == null) {
      delete(change.key());
    } else {
      write(change.appended() ? Pack.APPEND : Pack.PUT, change.key(), value);
    }
  }

  /** What is put until the end of the range is all there is in it. */
  void rangeFrom(byte[] from) {
    body.putByte(Pack.RANGE_FROM).putBytes(from);
    inRange = true;
  }

  void rangeTo(byte[] to) {
    body.putByte(Pack.RANGE_TO).putBytes(to);
    inRange = false;
  }

  /** The records of what was put since the last time. */
  List<LogEntry> finish() {
    close();
    List<LogEntry> all = records;
    records = new ArrayList<>();
    return all;
  }

  /** Number of the record behind those that are closed. */
  int number() {
    return number;
  }

  /** That number once one more entry is put, no other, and all is closed. */
  int numberWith(byte[] key, int value) {
    return rolls(key, value) ? number + parts(body.size()) + 1 : number + 1;
  }

  /** How many records a pack of that size is cut into. */
  private int parts(int length) {
    return (length + maxBody - 1) / maxBody;
  }

  private void key(byte[] key) {
    int shared = Arrays.mismatch(last, key);
    shared = shared < 0 ? key.length : shared;
    body.putVarInt(shared).putVarInt(key.length - shared).putRaw(key, shared, key.length - shared);
    last = key;
  }

  private void room(byte[] key, int value) {
    if (rolls(key, value)) {
      roll(key);
    }
  }

  /** Leaves room for the end of a range, which names a key about as long. */
  private boolean rolls(byte[] key, int value) {
    return body.size() > 0 && body.size() + 2 * key.length + value + ENTRY_OVERHEAD > maxBody;
  }

  /** Closes the pack; a range goes on in the next one, from {@code next}. */
  private void roll(byte[] next) {
    if (inRange) {
      rangeTo(next);
      close();
      rangeFrom(next);
    } else {
      close();
    }
  }

  private void close() {
    int first = number;
    int count = parts(body.size());
    for (int part = 0; part < count; part++) {
      header
          .reset()
          .putByte(Pack.VERSION)
          .putVarLong(lap)
          .putVarInt(first)
          .putVarInt(part)
          .putVarInt(count);
      int from = part * maxBody;
      byte[] value = header.with(body, from, Math.min(maxBody, body.size() - from));
      records.add(new LogEntry(Pack.key(parity, number++), value));
    }
    body.reset();
    last = NO_KEY;
  }
}
