package io.tocsin.pipeline.window;

import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The highest accepted event time of the shard, where an event counts at most with its append time;
 * of a shard that has read everything, the wall clock too. Never goes back.
 */
final class ShardTime {
  /** Before the first event. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final TableSpec<String, ShardTime.Value> TABLE =
      new TableSpec<>("window.shard", 2, Codecs.STRING, new ValueCodec());

  private final Table<String, Value> table;

  ShardTime(ShardState state) {
    table = state.table(TABLE);
  }

  /** The value, and its cell: got once for each batch. */
  Live live() {
    Cell<Value> cell = table.cell("time");
    Value value = cell.get();
    if (value == null) {
      value = new Value();
      cell.set(value);
    }
    return new Live(value, cell);
  }

  /** The place of the value for the length of a batch. */
  record Live(Value value, Cell<Value> cell) {
    long time() {
      return value.time;
    }

    /** Moves forward; returns whether it did. */
    boolean advance(long to) {
      if (to <= value.time) {
        return false;
      }
      value.time = to;
      cell.changed();
      return true;
    }

    /** A writer has told that everything of it up to a time is there. */
    void marked(String writer, long upTo) {
      value.marks.merge(writer, upTo, Math::max);
      cell.changed();
    }

    /** Forgets the marks of those who write no more. */
    void keepWriters(Predicate<String> known) {
      if (value.marks.keySet().removeIf(known.negate())) {
        cell.changed();
      }
    }

    /** The earliest of all writers' last marks, {@link Long#MAX_VALUE} if there are none. */
    long marks() {
      long least = Long.MAX_VALUE;
      for (long mark : value.marks.values()) {
        least = Math.min(least, mark);
      }
      return least;
    }

    /** Notes up to when nothing is missing; returns whether that is news. */
    boolean settled(long upTo) {
      boolean news = upTo > value.settled;
      if (news) {
        value.settled = upTo;
        cell.changed();
      }
      return news;
    }

    /**
     * Notes that silence is looked for now.
     *
     * @param gap longest time between two looks in which nothing can have been missed
     * @return since when everything would have been noticed
     */
    long looks(long now, long gap) {
      if (value.looked == UNKNOWN || now - value.looked > gap) {
        value.watching = now;
      }
      if (now > value.looked) {
        value.looked = now;
        cell.changed();
      }
      return value.watching;
    }

    /** Notes whether those who write to the shard are stuck; returns whether that is news. */
    boolean behind(boolean now) {
      boolean news = value.behind != now;
      if (news) {
        value.behind = now;
        cell.changed();
      }
      return news;
    }

    /** Notes whether a whole source is silent; returns whether that is news. */
    boolean storm(boolean now) {
      boolean news = value.storm != now;
      if (news) {
        value.storm = now;
        cell.changed();
      }
      return news;
    }

    /** A writer has ended; returns how many have, or 0 if this one had before. */
    int ended(String writer) {
      boolean first = value.ended.add(writer);
      cell.changed();
      return first ? value.ended.size() : 0;
    }
  }

  static final class Value {
    long time = UNKNOWN;
    final Set<String> ended = new TreeSet<>();
    final Map<String, Long> marks = new TreeMap<>();
    boolean storm;
    boolean behind;
    long settled = UNKNOWN;
    long looked = UNKNOWN;
    long watching = UNKNOWN;
  }

  private static final class ValueCodec implements Codec<Value> {
    @Override
    public void write(Value value, ByteWriter out) {
      out.putLong(value.time).putVarInt(value.ended.size());
      value.ended.forEach(out::putString);
      out.putVarInt(value.marks.size());
      value.marks.forEach((writer, time) -> out.putString(writer).putLong(time));
      out.putBoolean(value.storm).putLong(value.settled);
      out.putLong(value.looked).putLong(value.watching).putBoolean(value.behind);
    }

    @Override
    public Value read(ByteReader in, int version) {
      Value value = new Value();
      value.time = in.getLong();
      int count = in.getVarInt();
      for (int i = 0; i < count; i++) {
        value.ended.add(in.getString());
      }
      int marks = in.getVarInt();
      for (int i = 0; i < marks; i++) {
        value.marks.put(in.getString(), in.getLong());
      }
      value.storm = in.getBoolean();
      if (version > 1) {
        value.settled = in.getLong();
        value.looked = in.getLong();
        value.watching = in.getLong();
        value.behind = in.getBoolean();
      }
      return value;
    }
  }
}
