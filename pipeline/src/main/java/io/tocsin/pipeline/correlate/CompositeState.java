package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of the parts of one composite for one set of labels. Mutable. */
final class CompositeState {
  /** Not told. */
  static final long NEVER = Long.MIN_VALUE;

  /** Alerts of parts by fingerprint: those that are active, and those that may still count. */
  final Map<String, Part> parts = new LinkedHashMap<>();

  /** Since when it is told to be active. */
  long startsAt = NEVER;

  /** Revision that was told last. */
  int revision;

  boolean historical;

  /** Whether only those who look at the shadow topic were told. */
  boolean shadow;

  /** The alert's labels as they were told. */
  Labels labels = Labels.NONE;

  /**
   * One alert of a part.
   *
   * @param name of the alert
   * @param start when it began, event time
   * @param active whether it has not ended
   */
  record Part(String name, long start, boolean active, boolean historical) {}

  boolean told() {
    return startsAt != NEVER;
  }

  static final int VERSION = 2;

  static final Codec<CompositeState> CODEC =
      new Codec<>() {
        @Override
        public void write(CompositeState state, ByteWriter out) {
          out.putLong(state.startsAt).putVarInt(state.revision).putBoolean(state.historical);
          out.putBoolean(state.shadow);
          Codecs.LABELS.write(state.labels, out);
          out.putVarInt(state.parts.size());
          state.parts.forEach(
              (fingerprint, part) ->
                  out.putString(fingerprint)
                      .putString(part.name)
                      .putLong(part.start)
                      .putBoolean(part.active)
                      .putBoolean(part.historical));
        }

        @Override
        public CompositeState read(ByteReader in, int version) {
          CompositeState state = new CompositeState();
          state.startsAt = in.getLong();
          state.revision = in.getVarInt();
          state.historical = in.getBoolean();
          state.shadow = version > 1 && in.getBoolean();
          state.labels = Codecs.LABELS.read(in, 1);
          int count = in.getVarInt();
          for (int i = 0; i < count; i++) {
            String fingerprint = in.getString();
            state.parts.put(
                fingerprint,
                new Part(in.getString(), in.getLong(), in.getBoolean(), in.getBoolean()));
          }
          return state;
        }
      };
}
