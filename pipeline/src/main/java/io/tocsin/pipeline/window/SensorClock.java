package io.tocsin.pipeline.window;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.InPieces;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How far a sensor's own time has come. Mutable; lives in the shard's state. */
final class SensorClock extends InPieces {
  /** Nothing is closed yet. */
  static final long NEVER = Long.MIN_VALUE;

  static final int VERSION = 3;

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

  private static final int WATCHED = 1;
  private static final int IDLE = 2;

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
    if (!Arrays.equals(keys, names)) {
      storeWhole();
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

  /** Stored are the shapes' names and the numbers, then, behind them, the numbers anew. */
  static final Codec<SensorClock> CODEC =
      new Codec<>() {
        @Override
        public void write(SensorClock clock, ByteWriter out) {
          out.putVarInt(clock.keys.length);
          for (String key : clock.keys) {
            out.putString(key);
          }
          clock.writeNumbers(out);
        }

        @Override
        public boolean append(SensorClock clock, ByteWriter out) {
          if (!clock.pieces()) {
            return false;
          }
          clock.writeNumbers(out);
          return clock.pieceFits(out.size());
        }

        @Override
        public void stored(SensorClock clock, int bytes, boolean appended) {
          clock.wasStored(bytes, appended);
        }

        @Override
        public SensorClock read(ByteReader in, int version) {
          SensorClock clock = new SensorClock();
          if (version < VERSION) {
            clock.readBefore(in, version);
            return clock;
          }
          int all = in.remaining();
          clock.room(in.getVarInt());
          for (int s = 0; s < clock.keys.length; s++) {
            clock.keys[s] = in.getString();
          }
          clock.readNumbers(in);
          clock.wasStored(all - in.remaining(), false);
          clock.wasStored(in.remaining(), true);
          while (in.remaining() > 0) {
            clock.readNumbers(in);
          }
          return clock;
        }
      };

  private void room(int count) {
    keys = new String[count];
    closed = new long[count];
    amendedFrom = new long[count];
  }

  private void writeNumbers(ByteWriter out) {
    out.putZigZag(maxTime);
    Times.put(maxTime, arrivedAt, out);
    Times.put(maxTime, timerAt, out);
    out.putVarLong(silentFor).putByte((watched ? WATCHED : 0) | (idle ? IDLE : 0));
    out.putTrimmed(usualGap).putVarInt(gaps);
    for (int s = 0; s < keys.length; s++) {
      Times.put(maxTime, closed[s], out);
      Times.put(maxTime, amendedFrom[s], out);
    }
  }

  private void readNumbers(ByteReader in) {
    maxTime = in.getZigZag();
    arrivedAt = Times.get(maxTime, in);
    timerAt = Times.get(maxTime, in);
    silentFor = in.getVarLong();
    int flags = in.getByte();
    watched = (flags & WATCHED) != 0;
    idle = (flags & IDLE) != 0;
    usualGap = in.getTrimmed();
    gaps = in.getVarInt();
    for (int s = 0; s < keys.length; s++) {
      closed[s] = Times.get(maxTime, in);
      amendedFrom[s] = Times.get(maxTime, in);
    }
  }

  private void readBefore(ByteReader in, int version) {
    maxTime = in.getLong();
    arrivedAt = in.getLong();
    timerAt = in.getLong();
    silentFor = in.getVarLong();
    watched = in.getBoolean();
    if (version > 1) {
      idle = in.getBoolean();
      usualGap = in.getDouble();
      gaps = in.getVarInt();
    }
    room(in.getVarInt());
    for (int s = 0; s < keys.length; s++) {
      keys[s] = in.getString();
      closed[s] = in.getLong();
      amendedFrom[s] = in.getLong();
    }
  }
}
