package io.tocsin.pipeline.state;

import io.tocsin.pipeline.state.StateException.Reason;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads packs and puts cut ones together. */
final class PackReader {
  private static final byte[] NO_KEY = {};

  private final Sink sink;
  private final ByteWriter parts = new ByteWriter();
  private long lap;
  private int first;
  private int expected;

  PackReader(Sink sink) {
    this.sink = sink;
  }

  /** Whether the next part of a cut pack is awaited. */
  boolean midPack() {
    return expected > 0;
  }

  /** Forgets an incomplete pack: it lacks parts because a later lap has made it superfluous. */
  void forget() {
    expected = 0;
    parts.reset();
  }

  void read(LogEntry entry) {
    byte[] value = entry.value();
    if (value == null) {
      return;
    }
    try {
      readPart(value);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new StateException(
          Reason.UNREADABLE,
          "changelog record "
              + Layout.hex(entry.key())
              + " of "
              + value.length
              + " bytes is not a pack",
          e);
    }
  }

  private void readPart(byte[] value) {
    ByteReader in = new ByteReader(value);
    int version = in.getByte();
    if (version < 1 || version > Pack.VERSION) {
      throw new StateException(
          version > Pack.VERSION ? Reason.NEWER_VERSION : Reason.UNREADABLE,
          "the changelog has packs of version "
              + version
              + ", this release reads 1 to "
              + Pack.VERSION
              + ": run that release again, or reset this task's state",
          null);
    }
    long partLap = in.getVarLong();
    int partFirst = in.getVarInt();
    int part = in.getVarInt();
    int count = in.getVarInt();
    if (part == 0) {
      parts.reset();
      lap = partLap;
      first = partFirst;
    } else if (part != expected || partLap != lap || partFirst != first) {
      forget();
      return;
    }
    if (count == 1) {
      forget();
      readBody(in);
      return;
    }
    parts.putRaw(value, value.length - in.remaining(), in.remaining());
    expected = part + 1;
    if (expected == count) {
      byte[] whole = parts.toBytes();
      forget();
      readBody(new ByteReader(whole));
    }
  }

  private void readBody(ByteReader in) {
    byte[] last = NO_KEY;
    byte @Nullable [] from = null;
    List<Change> range = new ArrayList<>();
    while (in.remaining() > 0) {
      byte op = in.getByte();
      switch (op) {
        case Pack.PUT -> {
          last = key(in, last);
          Change put = new Change(last, in.getBytes());
          if (from == null) {
            sink.change(put);
          } else {
            range.add(put);
          }
        }
        case Pack.APPEND -> {
          last = key(in, last);
          sink.change(new Change(last, in.getBytes(), true));
        }
        case Pack.DELETE -> {
          last = key(in, last);
          sink.change(new Change(last, null));
        }
        case Pack.RANGE_FROM -> from = in.getBytes();
        case Pack.RANGE_TO -> {
          if (from == null) {
            throw new IllegalArgumentException("a range ends that did not begin");
          }
          sink.range(from, in.getBytes(), range);
          from = null;
          range.clear();
        }
        default -> throw new IllegalArgumentException("unknown word " + op + " in a pack");
      }
    }
    if (from != null) {
      throw new IllegalArgumentException("a range does not end");
    }
  }

  private static byte[] key(ByteReader in, byte[] last) {
    int shared = in.getVarInt();
    int rest = in.getVarInt();
    if (shared < 0 || shared > last.length || rest < 0 || rest > in.remaining()) {
      throw new IllegalArgumentException(
          "a key of " + shared + " known and " + rest + " new bytes");
    }
    byte[] key = Arrays.copyOf(last, shared + rest);
    in.getRaw(key, shared, rest);
    return key;
  }

  /** What the packs say, in order. */
  interface Sink {
    void change(Change change);

    /** From {@code from} to before {@code to} there is exactly this. */
    void range(byte[] from, byte[] to, List<Change> entries);
  }
}
