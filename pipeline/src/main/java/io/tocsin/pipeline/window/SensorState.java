package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.InPieces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one sensor: how far its own time has come, and its series. The first few have
 * their windows in here, so that most sensors are one entry of the state; of a sensor with many
 * series the others have entries of their own, so that no entry grows with their number. Mutable;
 * lives in the shard's state.
 */
final class SensorState extends InPieces {
  /** Nothing is closed yet. */
  static final long NEVER = Long.MIN_VALUE;

  static final int VERSION = 4;

  /** The last version that did not hold its series. */
  private static final int WITHOUT_SERIES = 3;

  /** So many series have their windows in here. */
  static final int NEAR = 4;

  /** The object and its array. */
  private static final int HEAP = 112;

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

  /** Whether its series are still to be found in the tables of a release before. */
  boolean withoutSeries;

  /** The event time at which something of it closes next; to be computed where NEVER. */
  long nextDue = NEVER;

  /** For each shape, the end up to which everything is closed. */
  long[] closed = new long[0];

  /** For each shape, the earliest step that late samples may have changed; null if none did. */
  private long @Nullable [] amendedFrom;

  /** The first series whose windows are in here; the others follow it. */
  @Nullable SeriesWindows near;

  /** Series whose windows have entries of their own, in the order they came; null if none. */
  @Nullable List<Series> apart;

  private static final int WATCHED = 1;
  private static final int IDLE = 2;
  private static final String[] NO_KEYS = {};

  /** Of the shapes; those of {@link Shapes#keys} themselves once bound. */
  private String[] keys = NO_KEYS;

  long touch() {
    return maxTime + (closed.length > 0 ? closed[0] : 0);
  }

  /** Brings what goes by shapes into their order. */
  void bind(Shapes to, SensorId sensor) {
    if (keys == to.keys) {
      return;
    }
    long[] bound = new long[to.size()];
    long[] from = new long[to.size()];
    boolean amended = false;
    for (int s = 0; s < bound.length; s++) {
      int at = Arrays.asList(keys).indexOf(to.keys[s]);
      bound[s] = at < 0 ? closedBefore(to.all[s]) : closed[at];
      from[s] = at < 0 ? Long.MAX_VALUE : amendedFrom(at);
      amended |= from[s] != Long.MAX_VALUE;
    }
    if (!Arrays.equals(keys, to.keys)) {
      storeWhole();
    }
    keys = to.keys;
    closed = bound;
    amendedFrom = amended ? from : null;
    nextDue = NEVER;
    for (SeriesWindows of = near; of != null; of = of.next) {
      of.bind(to, sensor);
      if (of.isNew()) {
        storeWhole();
      }
    }
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

  /** The earliest step of a shape that late samples may have changed, else the end of time. */
  long amendedFrom(int s) {
    return amendedFrom == null ? Long.MAX_VALUE : amendedFrom[s];
  }

  void amended(int s, long from) {
    if (amendedFrom == null) {
      amendedFrom = new long[closed.length];
      Arrays.fill(amendedFrom, Long.MAX_VALUE);
    }
    amendedFrom[s] = Math.min(amendedFrom[s], from);
  }

  /** What late samples changed was told. */
  void amendmentsTold() {
    amendedFrom = null;
  }

  /** The windows of a series, if they are in here. */
  @Nullable SeriesWindows near(Series series) {
    for (SeriesWindows of = near; of != null; of = of.next) {
      if (of.series == series) {
        return of;
      }
    }
    for (SeriesWindows of = near; of != null; of = of.next) {
      if (series.equals(of.series)) {
        return of;
      }
    }
    return null;
  }

  /** Puts one more series behind those that are here; false if there are enough. */
  boolean addNear(SeriesWindows windows) {
    if (near == null) {
      near = windows;
    } else {
      SeriesWindows last = near;
      int count = 1;
      for (SeriesWindows of = last.next; of != null; of = of.next) {
        last = of;
        count++;
      }
      if (count >= NEAR) {
        return false;
      }
      last.next = windows;
    }
    storeWhole();
    return true;
  }

  void addApart(Series series) {
    if (apart == null) {
      apart = new ArrayList<>();
    }
    apart.add(series);
    storeWhole();
  }

  /** Takes a series out whose windows are in here; false if they are not. */
  boolean removeNear(Series series) {
    SeriesWindows before = null;
    for (SeriesWindows of = near; of != null; of = of.next) {
      if (series.equals(of.series)) {
        if (before == null) {
          near = of.next;
        } else {
          before.next = of.next;
        }
        storeWhole();
        return true;
      }
      before = of;
    }
    return false;
  }

  /** Takes a series off the list of those apart; false if it was not there. */
  boolean removeApart(Series series) {
    if (apart == null || !apart.remove(series)) {
      return false;
    }
    apart = apart.isEmpty() ? null : apart;
    storeWhole();
    return true;
  }

  /** All series, in here or apart. */
  List<Series> series() {
    List<Series> all = new ArrayList<>();
    for (SeriesWindows of = near; of != null; of = of.next) {
      if (of.series != null) {
        all.add(of.series);
      }
    }
    if (apart != null) {
      all.addAll(apart);
    }
    return all;
  }

  /**
   * Stored are the shapes' names, the numbers, and the series with their windows; then, behind
   * that, the numbers anew with the windows that changed.
   */
  static final Codec<SensorState> CODEC =
      new Codec<>() {
        @Override
        public void write(SensorState state, ByteWriter out) {
          out.putVarInt(state.keys.length);
          for (String key : state.keys) {
            out.putString(key);
          }
          state.writeNumbers(out);
          state.writeSeries(out);
        }

        @Override
        public boolean append(SensorState state, ByteWriter out) {
          if (!state.pieces()) {
            return false;
          }
          state.writeNumbers(out);
          state.appendSeries(out);
          return state.pieceFits(out.size());
        }

        @Override
        public void stored(SensorState state, int bytes, boolean appended) {
          state.wasStored(bytes, appended);
          for (SeriesWindows of = state.near; of != null; of = of.next) {
            of.stored();
          }
        }

        @Override
        public SensorState read(ByteReader in, int version) {
          SensorState state = new SensorState();
          state.withoutSeries = version <= WITHOUT_SERIES;
          if (version < WITHOUT_SERIES) {
            state.readWide(in, version);
            return state;
          }
          int all = in.remaining();
          state.room(in.getVarInt());
          for (int s = 0; s < state.keys.length; s++) {
            state.keys[s] = in.getString();
          }
          state.readNumbers(in);
          state.readSeries(in);
          state.wasStored(all - in.remaining(), false);
          state.wasStored(in.remaining(), true);
          while (in.remaining() > 0) {
            state.readNumbers(in);
            state.changeSeries(in);
          }
          return state;
        }

        @Override
        public long heapBytes(SensorState state, int encoded) {
          long bytes = HEAP + (long) Long.BYTES * state.closed.length;
          for (SeriesWindows of = state.near; of != null; of = of.next) {
            bytes += of.heapBytes();
          }
          // Names of series apart are about all that is left of a large entry.
          return state.apart == null ? bytes : bytes + 4L * encoded;
        }
      };

  private void room(int count) {
    keys = new String[count];
    closed = new long[count];
  }

  private void writeNumbers(ByteWriter out) {
    out.putZigZag(maxTime);
    Times.put(maxTime, arrivedAt, out);
    Times.put(maxTime, timerAt, out);
    out.putVarLong(silentFor).putByte((watched ? WATCHED : 0) | (idle ? IDLE : 0));
    out.putTrimmed(usualGap).putVarInt(gaps);
    for (int s = 0; s < keys.length; s++) {
      Times.put(maxTime, closed[s], out);
      Times.put(maxTime, amendedFrom(s), out);
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
    amendedFrom = null;
    for (int s = 0; s < keys.length; s++) {
      closed[s] = Times.get(maxTime, in);
      readAmended(s, Times.get(maxTime, in));
    }
  }

  private void readAmended(int s, long from) {
    if (from != Long.MAX_VALUE) {
      amended(s, from);
    }
  }

  /** Names of series are without the sensor's, which is the entry's key. */
  private void writeSeries(ByteWriter out) {
    int count = 0;
    for (SeriesWindows of = near; of != null; of = of.next) {
      count++;
    }
    out.putVarInt(count);
    for (SeriesWindows of = near; of != null; of = of.next) {
      of.writeNear(out);
    }
    out.putVarInt(apart == null ? 0 : apart.size());
    if (apart != null) {
      for (Series series : apart) {
        Codecs.SERIES.write(series, out);
      }
    }
  }

  private void readSeries(ByteReader in) {
    if (withoutSeries) {
      return;
    }
    SeriesWindows last = null;
    for (int count = in.getVarInt(); count > 0; count--) {
      SeriesWindows of = SeriesWindows.readNear(in, keys);
      if (last == null) {
        near = of;
      } else {
        last.next = of;
      }
      last = of;
    }
    int count = in.getVarInt();
    apart = count == 0 ? null : new ArrayList<>();
    for (int i = 0; i < count; i++) {
      apart.add(Codecs.SERIES.read(in, 1));
    }
  }

  private void appendSeries(ByteWriter out) {
    int place = 1;
    for (SeriesWindows of = near; of != null; of = of.next, place++) {
      if (of.changed()) {
        out.putVarInt(place);
        of.append(out);
      }
    }
    out.putVarInt(0);
  }

  private void changeSeries(ByteReader in) {
    if (withoutSeries) {
      return;
    }
    for (int place = in.getVarInt(); place > 0; place = in.getVarInt()) {
      SeriesWindows of = near;
      for (int i = 1; i < place && of != null; i++) {
        of = of.next;
      }
      if (of == null) {
        throw new IllegalStateException("a change of the series at " + place + ", which is not");
      }
      of.change(in);
    }
  }

  private void readWide(ByteReader in, int version) {
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
      readAmended(s, in.getLong());
    }
  }
}
