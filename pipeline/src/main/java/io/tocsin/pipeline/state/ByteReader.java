package io.tocsin.pipeline.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ByteWriter} wrote. Every method throws {@link BufferUnderflowException} where
 * the bytes end too early. Not thread-safe.
 */
public final class ByteReader {
  private final ByteBuffer in;

  public ByteReader(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  public ByteReader(byte[] bytes, int offset, int length) {
    in = ByteBuffer.wrap(bytes, offset, length);
  }

  public int remaining() {
    return in.remaining();
  }

  public byte getByte() {
    return in.get();
  }

  public boolean getBoolean() {
    return in.get() != 0;
  }

  public int getInt() {
    return in.getInt();
  }

  public long getLong() {
    return in.getLong();
  }

  public double getDouble() {
    return Double.longBitsToDouble(in.getLong());
  }

  /** What {@link ByteWriter#putTrimmed} wrote. */
  public double getTrimmed() {
    int length = in.get();
    if (length < 0 || length > Long.BYTES) {
      throw new IllegalArgumentException("a number of " + length + " bytes");
    }
    long bits = 0;
    for (int i = 0; i < length; i++) {
      bits = (bits << Byte.SIZE) | (in.get() & 0xff);
    }
    int missing = (Long.BYTES - length) * Byte.SIZE;
    return Double.longBitsToDouble(length == 0 ? 0 : bits << missing);
  }

  public long getVarLong() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a variable-length number of more than ten bytes");
  }

  public int getVarInt() {
    return (int) getVarLong();
  }

  public long getZigZag() {
    long raw = getVarLong();
    return (raw >>> 1) ^ -(raw & 1);
  }

  public String getString() {
    byte[] bytes = getBytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public byte[] getBytes() {
    return getRaw(getVarInt());
  }

  /** The next {@code length} bytes. */
  public byte[] getRaw(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** The next {@code length} bytes, into an array. */
  void getRaw(byte[] into, int offset, int length) {
    in.get(into, offset, length);
  }
}
