package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far each of the expected writers has come, and so how far all of them have. One that is new
 * starts where all the others are; one that is expected no more keeps nobody waiting.
 */
final class WriterMarks {
  /** Before every expected writer has told a mark. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final Codec<Map<String, Long>> CODEC =
      new Codec<>() {
        @Override
        public void write(Map<String, Long> marks, ByteWriter out) {
          out.putVarInt(marks.size());
          marks.forEach((writer, time) -> out.putString(writer).putLong(time));
        }

        @Override
        public Map<String, Long> read(ByteReader in, int version) {
          Map<String, Long> marks = new TreeMap<>();
          int count = in.getVarInt();
          for (int i = 0; i < count; i++) {
            marks.put(in.getString(), in.getLong());
          }
          return marks;
        }
      };

  private final Table<String, Map<String, Long>> table;
  private final Set<String> expected;

  /**
   * @param expected all writers, as {@code topic-partition}
   */
  WriterMarks(ShardState state, Set<String> expected) {
    table = state.table(new TableSpec<>("merge.marks", 1, Codecs.STRING, CODEC));
    this.expected = Set.copyOf(expected);
  }

  /** To be called before anything else, within a batch. */
  void open() {
    Map<String, Long> marks = new TreeMap<>(marks());
    marks.keySet().retainAll(expected);
    long least = marks.values().stream().mapToLong(mark -> mark).min().orElse(UNKNOWN);
    if (least != UNKNOWN) {
      expected.forEach(writer -> marks.putIfAbsent(writer, least));
    }
    if (!marks.equals(marks())) {
      table.put("marks", marks);
    }
  }

  /** Takes a mark; returns whether it comes from an expected writer. */
  boolean take(Mark mark) {
    if (!expected.contains(mark.writer())) {
      return false;
    }
    Map<String, Long> marks = marks();
    marks.merge(mark.writer(), mark.time(), Math::max);
    table.put("marks", marks);
    return true;
  }

  /** The instant up to which every writer has told everything, or {@link #UNKNOWN}. */
  long least() {
    Map<String, Long> marks = marks();
    return marks.size() < expected.size()
        ? UNKNOWN
        : marks.values().stream().mapToLong(mark -> mark).min().orElse(UNKNOWN);
  }

  private Map<String, Long> marks() {
    Map<String, Long> marks = table.get("marks");
    return marks == null ? new TreeMap<>() : marks;
  }
}
