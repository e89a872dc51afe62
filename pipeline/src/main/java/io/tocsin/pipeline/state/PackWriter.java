package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fills packs up to a size; a larger entry gets a pack of its own, which is cut into parts. */
final class PackWriter {
  private static final byte[] NO_KEY = {};
  private static final int ENTRY_OVERHEAD = 24;

  private final int maxBody;
  private final List<byte[]> bodies = new ArrayList<>();
  private final ByteWriter body = new ByteWriter(4096);
  private byte[] last = NO_KEY;
  private boolean inRange;

  PackWriter(int maxBody) {
    this.maxBody = maxBody;
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
    if (change.value() == null) {
      delete(change.key());
    } else {
      write(change.appended() ? Pack.APPEND : Pack.PUT, change.key(), change.value());
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

  /** What the packs hold; the writer is empty afterwards. */
  List<byte[]> finish() {
    close();
    List<byte[]> all = List.copyOf(bodies);
    bodies.clear();
    return all;
  }

  /** How many records there will be if one more entry is put and no other. */
  int countWith(byte[] key, int value) {
    int count = 0;
    for (byte[] closed : bodies) {
      count += parts(closed.length);
    }
    return rolls(key, value) ? count + parts(body.size()) + 1 : count + 1;
  }

  /** How many records a pack of that size is cut into. */
  int parts(int length) {
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
    if (body.size() > 0) {
      bodies.add(body.toBytes());
      body.reset();
    }
    last = NO_KEY;
  }
}
