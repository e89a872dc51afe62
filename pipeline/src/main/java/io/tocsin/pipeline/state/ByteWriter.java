package io.tocsin.pipeline.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of big-endian numbers, variable-length integers and texts. Not thread-safe. */
public final class ByteWriter {
  private static final VarHandle INT = numbers(int[].class);
  private static final VarHandle LONG = numbers(long[].class);

  private byte[] bytes;
  private int size;

  public ByteWriter() {
    this(64);
  }

  public ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  private static VarHandle numbers(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  public int size() {
    return size;
  }

  /** Forgets the content, keeps the memory. */
  public ByteWriter reset() {
    size = 0;
    return this;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Its bytes; the array itself if that is full. Not to be used afterwards. */
  byte[] whole() {
    return size == bytes.length ? bytes : toBytes();
  }

  /** Its bytes and a part of another's behind them. */
  byte[] with(ByteWriter other, int from, int length) {
    byte[] both = Arrays.copyOf(bytes, size + length);
    System.arraycopy(other.bytes, from, both, size, length);
    return both;
  }

  public ByteWriter putByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  public ByteWriter putBoolean(boolean value) {
    return putByte(value ? 1 : 0);
  }

  /** Four bytes, big-endian: sorts as unsigned. */
  public ByteWriter putInt(int value) {
    room(4);
    INT.set(bytes, size, value);
    size += 4;
    return this;
  }

  /** Eight bytes, big-endian: sorts as unsigned. */
  public ByteWriter putLong(long value) {
    room(8);
    LONG.set(bytes, size, value);
    size += 8;
    return this;
  }

  public ByteWriter putDouble(double value) {
    return putLong(Double.doubleToRawLongBits(value));
  }

  /** One to nine bytes: how many are not trailing zeros, and those; round numbers are short. */
  public ByteWriter putTrimmed(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int length = Long.BYTES - Long.numberOfTrailingZeros(bits) / Byte.SIZE;
    putByte(length);
    putLong(bits);
    size -= Long.BYTES - length;
    return this;
  }

  /** One to ten bytes, seven bits each; small non-negative numbers are short. */
  public ByteWriter putVarLong(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  public ByteWriter putVarInt(int value) {
    return putVarLong(value & 0xffffffffL);
  }

  /** How many bytes {@link #putBytes} of so many takes. */
  static long sizeOf(int length) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(length | 1);
    return (bits + 6) / 7 + (long) length;
  }

  /** As {@link #putVarLong}, but numbers near zero of either sign are short. */
  public ByteWriter putZigZag(long value) {
    return putVarLong((value << 1) ^ (value >> 63));
  }

  /** Length and UTF-8 bytes. */
  public ByteWriter putString(String value) {
    return putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Length and bytes. */
  public ByteWriter putBytes(byte[] value) {
    putVarInt(value.length);
    return putRaw(value, 0, value.length);
  }

  /** Bytes without their length. */
  public ByteWriter putRaw(byte[] value, int offset, int length) {
    room(length);
    System.arraycopy(value, offset, bytes, size, length);
    size += length;
    return this;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
