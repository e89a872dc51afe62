package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import java.util.ArrayList;
import java.util.List;

/**
 * How a sensor is stored: the shapes' names, its numbers, and its series with their windows; then,
 * behind that, the numbers anew with the windows that changed.
 */
final class SensorCodec implements Codec<SensorState> {
  static final int VERSION = 4;

  /** The last version without its series. */
  private static final int WITHOUT_SERIES = 3;

  private static final int WATCHED = 1;
  private static final int IDLE = 2;

  @Override
  public void write(SensorState state, ByteWriter out) {
    out.putVarInt(state.keys.length);
    for (String key : state.keys) {
      out.putString(key);
    }
    writeNumbers(state, out);
    writeSeries(state, out);
  }

  @Override
  public boolean append(SensorState state, ByteWriter out) {
    if (!state.pieces()) {
      return false;
    }
    writeNumbers(state, out);
    appendSeries(state, out);
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
      readWide(state, in, version);
      return state;
    }
    int all = in.remaining();
    room(state, in.getVarInt());
    for (int s = 0; s < state.keys.length; s++) {
      state.keys[s] = in.getString();
    }
    readNumbers(state, in);
    if (!state.withoutSeries) {
      readSeries(state, in);
    }
    state.wasStored(all - in.remaining(), false);
    state.wasStored(in.remaining(), true);
    while (in.remaining() > 0) {
      readNumbers(state, in);
      if (!state.withoutSeries) {
        changeSeries(state, in);
      }
    }
    return state;
  }

  @Override
  public long heapBytes(SensorState state, int encoded) {
    return state.heapBytes(encoded);
  }

  private static void room(SensorState state, int count) {
    state.keys = new String[count];
    state.closed = new long[count];
  }

  private static void writeNumbers(SensorState state, ByteWriter out) {
    out.putZigZag(state.maxTime);
    Times.put(state.maxTime, state.arrivedAt, out);
    Times.put(state.maxTime, state.timerAt, out);
    out.putVarLong(state.silentFor);
    out.putByte((state.watched ? WATCHED : 0) | (state.idle ? IDLE : 0));
    out.putTrimmed(state.usualGap).putVarInt(state.gaps);
    for (int s = 0; s < state.closed.length; s++) {
      Times.put(state.maxTime, state.closed[s], out);
      Times.put(state.maxTime, state.amendedFrom(s), out);
    }
  }

  private static void readNumbers(SensorState state, ByteReader in) {
    state.maxTime = in.getZigZag();
    state.arrivedAt = Times.get(state.maxTime, in);
    state.timerAt = Times.get(state.maxTime, in);
    state.silentFor = in.getVarLong();
    int flags = in.getByte();
    state.watched = (flags & WATCHED) != 0;
    state.idle = (flags & IDLE) != 0;
    state.usualGap = in.getTrimmed();
    state.gaps = in.getVarInt();
    state.amendmentsTold();
    for (int s = 0; s < state.closed.length; s++) {
      state.closed[s] = Times.get(state.maxTime, in);
      readAmended(state, s, Times.get(state.maxTime, in));
    }
  }

  private static void readAmended(SensorState state, int s, long from) {
    if (from != Long.MAX_VALUE) {
      state.amended(s, from);
    }
  }

  private static void writeSeries(SensorState state, ByteWriter out) {
    int count = 0;
    for (SeriesWindows of = state.near; of != null; of = of.next) {
      count++;
    }
    out.putVarInt(count);
    for (SeriesWindows of = state.near; of != null; of = of.next) {
      of.writeNear(out);
    }
    List<Series> apart = state.apart == null ? List.of() : state.apart;
    out.putVarInt(apart.size());
    apart.forEach(series -> Codecs.SERIES.write(series, out));
  }

  private static void readSeries(SensorState state, ByteReader in) {
    for (int count = in.getVarInt(); count > 0; count--) {
      state.addNear(SeriesWindows.readNear(in, state.keys));
    }
    int count = in.getVarInt();
    List<Series> apart = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      apart.add(Codecs.SERIES.read(in, 1));
    }
    state.apart = count == 0 ? null : apart;
  }

  private static void appendSeries(SensorState state, ByteWriter out) {
    int place = 1;
    for (SeriesWindows of = state.near; of != null; of = of.next) {
      if (of.changed()) {
        out.putVarInt(place);
        of.append(out);
      }
      place++;
    }
    out.putVarInt(0);
  }

  private static void changeSeries(SensorState state, ByteReader in) {
    for (int place = in.getVarInt(); place > 0; place = in.getVarInt()) {
      SeriesWindows of = state.near;
      for (int i = 1; i < place && of != null; i++) {
        of = of.next;
      }
      if (of == null) {
        throw new IllegalStateException("a change of series " + place + ", of which there is none");
      }
      of.change(in);
    }
  }

  private static void readWide(SensorState state, ByteReader in, int version) {
    state.maxTime = in.getLong();
    state.arrivedAt = in.getLong();
    state.timerAt = in.getLong();
    state.silentFor = in.getVarLong();
    state.watched = in.getBoolean();
    if (version > 1) {
      state.idle = in.getBoolean();
      state.usualGap = in.getDouble();
      state.gaps = in.getVarInt();
    }
    room(state, in.getVarInt());
    for (int s = 0; s < state.keys.length; s++) {
      state.keys[s] = in.getString();
      state.closed[s] = in.getLong();
      readAmended(state, s, in.getLong());
    }
  }
}
