package io.tocsin.pipeline.state;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How rooms store an alert inside their values. */
public final class AlertCodec implements Codec<Alert> {
  public static final int VERSION = 1;

  @Override
  public void write(Alert alert, ByteWriter out) {
    out.putByte(VERSION).putString(alert.status().name());
    Codecs.LABELS.write(alert.labels(), out);
    writeMap(alert.annotations(), out);
    out.putLong(alert.startsAt()).putLong(alert.endsAt()).putString(alert.fingerprint());
    out.putDouble(alert.value());
    writeExpected(alert.expected(), out);
    out.putString(alert.rule()).putVarInt(alert.ruleVersion()).putVarInt(alert.revision());
    out.putString(alert.reason()).putBoolean(alert.historical()).putString(alert.explanation());
  }

  /** Carries its own format, so that a table's version need not change with it. */
  @Override
  public Alert read(ByteReader in, int version) {
    int format = in.getByte();
    if (format != VERSION) {
      throw new IllegalArgumentException(
          "stored alert has format " + format + ", known is " + VERSION);
    }
    return new Alert(
        AlertStatus.valueOf(in.getString()),
        Codecs.LABELS.read(in, 1),
        readMap(in),
        in.getLong(),
        in.getLong(),
        in.getString(),
        in.getDouble(),
        readExpected(in),
        in.getString(),
        in.getVarInt(),
        in.getVarInt(),
        in.getString(),
        in.getBoolean(),
        in.getString());
  }

  /** Size, names and values, in name order whatever order the map has. */
  public static void writeMap(Map<String, String> map, ByteWriter out) {
    out.putVarInt(map.size());
    new TreeMap<>(map).forEach((name, value) -> out.putString(name).putString(value));
  }

  /** A new map in name order. */
  public static Map<String, String> readMap(ByteReader in) {
    int size = in.getVarInt();
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(in.getString(), in.getString());
    }
    return map;
  }

  private static void writeExpected(@Nullable Expected expected, ByteWriter out) {
    out.putBoolean(expected != null);
    if (expected != null) {
      out.putDouble(expected.low()).putDouble(expected.high());
    }
  }

  private static @Nullable Expected readExpected(ByteReader in) {
    return in.getBoolean() ? new Expected(in.getDouble(), in.getDouble()) : null;
  }
}
