package io.tocsin.pipeline.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How stored keys are laid out: a kind, two bytes that stand for the table's name, the key.
 *
 * <pre>
 *   00 00              → version of this layout (one byte)
 *   00 01 name         → the table's two bytes
 *   10 table key       → version of the table (variable length), value
 *   20 table key       → version (one byte), time (eight bytes)
 *   21 table time key  → nothing: the order of timers; local, derived from 20, never in a log
 *   22 00              → how far the changelog's sweep has come; never swept itself
 *   ff …               → the byte store's own
 * </pre>
 *
 * Names are stored once because they are long and stand before each key in the log.
 */
final class Layout {
  /** Version of everything above; a store with a higher one is refused. */
  static final int VERSION = 1;

  static final byte META = 0x00;
  static final byte TABLE = 0x10;
  static final byte TIMER = 0x20;
  static final byte TIMER_INDEX = 0x21;
  static final byte LOCAL = 0x22;

  /** The first byte that keys of a shard's state never have. */
  static final int RESERVED = 0xff;

  static final byte[] VERSION_KEY = {META, 0};
  static final byte[] NAMES_FROM = {META, 1};
  static final byte[] NAMES_TO = {META, 2};

  static final int MAX_TABLES = 0xffff;

  private static final int PREFIX = 3;

  private Layout() {}

  static byte[] nameKey(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return new ByteWriter(2 + text.length)
        .putRaw(NAMES_FROM, 0, 2)
        .putRaw(text, 0, text.length)
        .toBytes();
  }

  static String nameOf(byte[] nameKey) {
    return new String(nameKey, 2, nameKey.length - 2, StandardCharsets.UTF_8);
  }

  static byte[] tableBytes(int table) {
    return new byte[] {(byte) (table >>> 8), (byte) table};
  }

  static int tableOf(byte[] bytes) {
    return (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
  }

  /** Starts a key: the caller appends the key's own bytes. */
  static ByteWriter start(ByteWriter out, byte kind, int table) {
    return out.reset().putByte(kind).putByte(table >>> 8).putByte(table);
  }

  static byte[] key(byte kind, int table, byte[] key) {
    return start(new ByteWriter(PREFIX + key.length), kind, table)
        .putRaw(key, 0, key.length)
        .toBytes();
  }

  static byte[] indexKey(int table, long time, byte[] key) {
    return indexKey(key(TIMER, table, key), time);
  }

  /** Of a timer's stored key. */
  static byte[] indexKey(byte[] timerKey, long time) {
    byte[] indexKey = new byte[timerKey.length + Long.BYTES];
    ByteBuffer.wrap(indexKey)
        .put(TIMER_INDEX)
        .put(timerKey, 1, PREFIX - 1)
        .putLong(time ^ Long.MIN_VALUE)
        .put(timerKey, PREFIX, timerKey.length - PREFIX);
    return indexKey;
  }

  static long indexTime(byte[] indexKey) {
    return new ByteReader(indexKey, PREFIX, 8).getLong() ^ Long.MIN_VALUE;
  }

  static byte[] indexedKey(byte[] indexKey) {
    return Arrays.copyOfRange(indexKey, PREFIX + 8, indexKey.length);
  }

  /** The first key of a table. */
  static byte[] from(byte kind, int table) {
    return new byte[] {kind, (byte) (table >>> 8), (byte) table};
  }

  /** The first key behind a table. */
  static byte[] to(byte kind, int table) {
    return table == MAX_TABLES ? new byte[] {(byte) (kind + 1)} : from(kind, table + 1);
  }

  /** A key's own bytes. */
  static ByteReader keyOf(byte[] stored) {
    return new ByteReader(stored, PREFIX, stored.length - PREFIX);
  }

  /** The bytes for a message, the first 64 of them. */
  static String hex(byte[] bytes) {
    String text = HexFormat.of().formatHex(bytes, 0, Math.min(64, bytes.length));
    return bytes.length > 64 ? text + "… (" + bytes.length + " bytes)" : text;
  }

  static void check(byte[] key) {
    if (key.length == 0 || (key[0] & 0xff) == RESERVED) {
      throw new IllegalArgumentException(
          "a state key must have one byte or more and not start with ff, has "
              + key.length
              + " bytes");
    }
  }
}
