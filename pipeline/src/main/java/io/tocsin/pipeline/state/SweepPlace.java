package io.tocsin.pipeline.state;

import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the sweep stood when a record of a changelog was written. Later records have later places.
 */
public final class SweepPlace implements Comparable<SweepPlace> {
  private final long lap;
  private final byte[] cursor;

  SweepPlace(long lap, byte[] cursor) {
    this.lap = lap;
    this.cursor = cursor;
  }

  /** Of a record that begins with a stretch of the sweep; null of any other. */
  public static @Nullable SweepPlace of(LogEntry entry) {
    byte[] value = entry.value();
    if (value == null) {
      return null;
    }
    ByteReader in = new ByteReader(value);
    try {
      int version = in.getByte();
      long lap = in.getVarLong();
      in.getVarInt();
      boolean firstPart = in.getVarInt() == 0;
      in.getVarInt();
      return version >= 1 && version <= Pack.VERSION && firstPart && in.getByte() == Pack.RANGE_FROM
          ? new SweepPlace(lap, in.getBytes())
          : null;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      // Whoever restores by it says so.
      return null;
    }
  }

  /** The same place one lap before, or null if there was none. */
  public @Nullable SweepPlace lapBefore() {
    return lap == 0 ? null : new SweepPlace(lap - 1, cursor);
  }

  @Override
  public int compareTo(SweepPlace other) {
    int laps = Long.compare(lap, other.lap);
    return laps != 0 ? laps : Arrays.compareUnsigned(cursor, other.cursor);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SweepPlace o && compareTo(o) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(lap, Arrays.hashCode(cursor));
  }

  @Override
  public String toString() {
    return "lap " + lap + " at " + Layout.hex(cursor);
  }
}
