package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertState.Active;
import io.tocsin.pipeline.detect.AlertState.Firing;
import io.tocsin.pipeline.detect.AlertState.Pending;
import io.tocsin.pipeline.detect.AlertState.Unknown;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codecs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How alert states are stored. */
final class AlertStateCodec {
  private static final int PENDING = 1;
  private static final int FIRING = 2;
  private static final int UNKNOWN = 3;

  private AlertStateCodec() {}

  static void write(AlertState state, ByteWriter out) {
    if (state instanceof Pending pending) {
      out.putByte(PENDING).putLong(pending.since());
    } else if (state instanceof Firing firing) {
      out.putByte(FIRING).putLong(firing.endedAt());
      writeActive(firing, out);
    } else if (state instanceof Unknown unknown) {
      out.putByte(UNKNOWN);
      writeActive(unknown, out);
    }
    out.putLong(state.dataTime()).putDouble(state.value());
  }

  static AlertState read(ByteReader in, int version) {
    int kind = in.getByte();
    switch (kind) {
      case PENDING -> {
        return new Pending(in.getLong(), in.getLong(), in.getDouble());
      }
      case FIRING -> {
        long endedAt = in.getLong();
        Told told = readTold(in, version);
        long shard = in.getLong();
        return new Firing(told, endedAt, in.getLong(), shard, in.getDouble());
      }
      case UNKNOWN -> {
        Told told = readTold(in, version);
        long shard = in.getLong();
        return new Unknown(told, in.getLong(), shard, in.getDouble());
      }
      default -> throw new IllegalArgumentException("no alert state is of kind " + kind);
    }
  }

  private static void writeActive(Active state, ByteWriter out) {
    Told told = state.told();
    Codecs.LABELS.write(told.labels(), out);
    out.putVarInt(told.annotations().size());
    told.annotations().forEach((name, text) -> out.putString(name).putString(text));
    out.putLong(told.startsAt()).putVarInt(told.revision()).putBoolean(told.historical());
    out.putBoolean(told.shadow());
    Expected expected = told.expected();
    out.putBoolean(expected != null);
    if (expected != null) {
      out.putDouble(expected.low()).putDouble(expected.high());
    }
    out.putString(told.explanation()).putLong(state.dataShard());
  }

  private static Told readTold(ByteReader in, int version) {
    Labels labels = Codecs.LABELS.read(in, 1);
    int count = in.getVarInt();
    Map<String, String> annotations = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      annotations.put(in.getString(), in.getString());
    }
    long startsAt = in.getLong();
    int revision = in.getVarInt();
    boolean historical = in.getBoolean();
    boolean shadow = version > 1 && in.getBoolean();
    @Nullable Expected expected =
        in.getBoolean() ? new Expected(in.getDouble(), in.getDouble()) : null;
    return new Told(
        labels, annotations, startsAt, revision, historical, shadow, expected, in.getString());
  }
}
