package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The alerts of one sensor that are not inactive, in the order they began. Mutable. */
final class SensorAlerts {
  /** Of the stored form; the first one did not say what was told in the shadow. */
  static final int VERSION = 2;

  /** When the sensor's timer is set for, shard time. */
  long timerAt = Long.MAX_VALUE;

  private final Map<AlertKey, AlertState> states = new LinkedHashMap<>();

  @Nullable AlertState get(AlertKey key) {
    return states.get(key);
  }

  void put(AlertKey key, @Nullable AlertState state) {
    if (state == null) {
      states.remove(key);
    } else {
      states.put(key, state);
    }
  }

  boolean isEmpty() {
    return states.isEmpty();
  }

  /** Whether there is one of that rule. */
  boolean any(String rule) {
    for (AlertKey key : states.keySet()) {
      if (key.rule().equals(rule)) {
        return true;
      }
    }
    return false;
  }

  /** The keys as they are now; they may be put meanwhile. */
  List<AlertKey> keys() {
    return new ArrayList<>(states.keySet());
  }

  /** The keys of one rule as they are now. */
  List<AlertKey> keys(String rule) {
    List<AlertKey> keys = null;
    for (AlertKey key : states.keySet()) {
      if (key.rule().equals(rule)) {
        keys = keys == null ? new ArrayList<>() : keys;
        keys.add(key);
      }
    }
    return keys == null ? List.of() : keys;
  }

  static final Codec<SensorAlerts> CODEC =
      new Codec<>() {
        @Override
        public void write(SensorAlerts alerts, ByteWriter out) {
          out.putLong(alerts.timerAt).putVarInt(alerts.states.size());
          alerts.states.forEach(
              (key, state) -> {
                out.putString(key.rule());
                Codecs.LABELS.write(key.labels(), out);
                AlertStateCodec.write(state, out);
              });
        }

        @Override
        public SensorAlerts read(ByteReader in, int version) {
          SensorAlerts alerts = new SensorAlerts();
          alerts.timerAt = in.getLong();
          int count = in.getVarInt();
          for (int i = 0; i < count; i++) {
            String rule = in.getString();
            Labels labels = Codecs.LABELS.read(in, 1);
            alerts.states.put(new AlertKey(rule, labels), AlertStateCodec.read(in, version));
          }
          return alerts;
        }
      };
}
