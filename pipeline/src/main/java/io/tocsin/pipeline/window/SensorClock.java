package io.tocsin.pipeline.window;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How far a sensor's own time has come. Mutable; lives in the shard's state. */
final class SensorClock {
  /** Nothing is closed yet. */
  static final long NEVER = Long.MIN_VALUE;

  /** Highest event time seen. */
  long maxTime = NEVER;

  /** Shard time when the last record arrived. */
  long arrivedAt = NEVER;

  /** When its timer is set for. */
  long timerAt = Long.MAX_VALUE;

  /** The longest silence of the plan that was told since its last record, milliseconds. */
  long silentFor;

  /** How long it is usually silent at most, milliseconds; learned. */
  double usualGap;

  /** Silences that it was learned from, as far as that matters. */
  int gaps;

  /** Whether its silence has a timer. */
  boolean watched;

  /** Whether it is idle: what ends by now is closed, and it keeps nobody waiting. */
  boolean idle;

  /** The event time at which something of it closes next; to be computed where NEVER. */
  long nextDue = NEVER;

  /** For each shape, the end up to which everything is closed. */
  long[] closed = new long[0];

  /** For each shape, the earliest step that late samples may have changed. */
  long[] amendedFrom = new long[0];

  private String[] keys = new String[0];
  private @Nullable Shapes shapes;

  long touch() {
    return maxTime + (closed.length > 0 ? closed[0] : 0);
  }

  /** Brings {@link #closed} into the order of the shapes. */
  void bind(Shapes to) {
    if (shapes == to) {
      return;
    }
    long[] bound = new long[to.size()];
    long[] from = new long[to.size()];
    String[] names = new String[to.size()];
    for (int s = 0; s < bound.length; s++) {
      names[s] = to.all[s].key;
      int at = Arrays.asList(keys).indexOf(names[s]);
      bound[s] = at < 0 ? closedBefore(to.all[s]) : closed[at];
      from[s] = at < 0 ? Long.MAX_VALUE : amendedFrom[at];
    }
    shapes = to;
    keys = names;
    closed = bound;
    amendedFrom = from;
    nextDue = NEVER;
  }

  /** Steps that were told are not told again because rules ask for something new at them. */
  private long closedBefore(Shape fresh) {
    long latest = NEVER;
    for (int i = 0; i < keys.length && fresh.plan != null; i++) {
      if (keys[i].startsWith(Shape.before(fresh.step))) {
        latest = Math.max(latest, closed[i]);
      }
    }
    return latest;
  }

  static final Codec<SensorClock> CODEC =
      new Codec<>() {
        @Override
        public void write(SensorClock clock, ByteWriter out) {
          out.putLong(clock.maxTime).putLong(clock.arrivedAt).putLong(clock.timerAt);
          out.putVarLong(clock.silentFor).putBoolean(clock.watched).putBoolean(clock.idle);
          out.putDouble(clock.usualGap).putVarInt(clock.gaps);
          out.putVarInt(clock.keys.length);
          for (int s = 0; s < clock.keys.length; s++) {
            out.putString(clock.keys[s]).putLong(clock.closed[s]).putLong(clock.amendedFrom[s]);
          }
        }

        @Override
        public SensorClock read(ByteReader in, int version) {
          SensorClock clock = new SensorClock();
          clock.maxTime = in.getLong();
          clock.arrivedAt = in.getLong();
          clock.timerAt = in.getLong();
          clock.silentFor = in.getVarLong();
          clock.watched = in.getBoolean();
          if (version > 1) {
            clock.idle = in.getBoolean();
            clock.usualGap = in.getDouble();
            clock.gaps = in.getVarInt();
          }
          int count = in.getVarInt();
          clock.keys = new String[count];
          clock.closed = new long[count];
          clock.amendedFrom = new long[count];
          for (int s = 0; s < count; s++) {
            clock.keys[s] = in.getString();
            clock.closed[s] = in.getLong();
            clock.amendedFrom[s] = in.getLong();
          }
          return clock;
        }
      };
}
