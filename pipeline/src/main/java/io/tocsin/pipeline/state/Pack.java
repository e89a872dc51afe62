package io.tocsin.pipeline.state;

import java.nio.ByteBuffer;

/**
 * The words of the changelog's packs, which {@link PackWriter} writes and {@link PackReader} reads.
 */
final class Pack {
  /** First byte of each record's value; version 1 had no {@link #APPEND}. */
  static final int VERSION = 2;

  /** First byte of each record's key; then the lap's parity and four bytes of pack number. */
  static final int KEY = 1;

  /** Key and value: the key as the length it shares with the key before, and the rest. */
  static final byte PUT = 1;

  /** Key, in the same form. */
  static final byte DELETE = 2;

  /** From here on the puts are everything from this key on. */
  static final byte RANGE_FROM = 3;

  /** Up to before this one. */
  static final byte RANGE_TO = 4;

  /** Key and value as of a put: the value goes behind what the key has. */
  static final byte APPEND = 5;

  private Pack() {}

  static byte[] key(int parity, int number) {
    return new ByteWriter(6).putByte(KEY).putByte(parity).putInt(number).toBytes();
  }

  /** Whether a record's key is one of a pack. */
  static boolean isKey(byte[] key) {
    return key.length == 6 && key[0] == KEY;
  }

  /** The key of the next record of the same lap. */
  static byte[] after(byte[] key) {
    return key(key[1], ByteBuffer.wrap(key).getInt(2) + 1);
  }

  /** The key of the first record of the next lap. */
  static byte[] lapAfter(byte[] key) {
    return key(key[1] ^ 1, 0);
  }
}
