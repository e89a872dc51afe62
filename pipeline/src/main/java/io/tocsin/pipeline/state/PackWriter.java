package io.tocsin.pipeline.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fills packs up to a size; a larger entry gets a pack of its own, which is cut into parts. */
final class PackWriter {
  private static final byte[] NO_KEY = {};
  private static final int ENTRY_OVERHEAD = 16;

  private final int maxBody;
  private final List<byte[]> bodies = new ArrayList<>();
  private final ByteWriter body = new ByteWriter(4096);
  private byte[] last = NO_KEY;
  private boolean inRange;

  PackWriter(int maxBody) {
    this.maxBody = maxBody;
  }

  void put(byte[] key, byte[] value) {
    room(key, key.length + value.length);
    body.putByte(Pack.PUT);
    key(key);
    body.putBytes(value);
  }

  void delete(byte[] key) {
    room(key, key.length);
    body.putByte(Pack.DELETE);
    key(key);
  }

  void change(Change change) {
    if (change.value() == null) {
      delete(change.key());
    } else {
      put(change.key(), change.value());
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
    return rolls(key.length + value) ? count + parts(body.size()) + 1 : count + 1;
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

  private void room(byte[] key, int bytes) {
    if (rolls(bytes)) {
      roll(key);
    }
  }

  private boolean rolls(int bytes) {
    return body.size() > 0 && body.size() + bytes + ENTRY_OVERHEAD > maxBody;
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
