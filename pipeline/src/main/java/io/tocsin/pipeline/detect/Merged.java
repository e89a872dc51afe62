package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Partial;
import io.tocsin.pipeline.event.Partial.Element;
import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.event.Sums;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.window.Statistic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** All shards' parts of one window of one rule. Mutable. */
final class Merged {
  /** Of the stored form; since 2 with the spread of windows. */
  static final int VERSION = 2;

  private final Map<Group, Whole> groups =
      new TreeMap<>(
          Comparator.comparingInt(Group::input).thenComparing(group -> group.labels().toString()));

  /**
   * Which window.
   *
   * @param time its last instant
   */
  record Key(long time, String rule) {
    static final Codec<Key> CODEC =
        Codecs.of(
            (key, out) -> {
              Codecs.LONG.write(key.time(), out);
              out.putString(key.rule());
            },
            in -> new Key(Codecs.LONG.read(in, 1), in.getString()));
  }

  private record Group(int input, Labels labels) {}

  /** All parts of one group. Mutable. */
  private static final class Whole {
    /** Revision that was told last, -1 if none was. */
    int revision = -1;

    boolean changed = true;
    final Map<String, Part> parts = new TreeMap<>();

    Sums sums() {
      Sums sums = Sums.NONE;
      for (Part part : parts.values()) {
        sums = sums.plus(part.sums());
      }
      return sums;
    }

    Spread spread() {
      return SummarySums.spread(parts.values().stream().map(Part::spread).toList());
    }
  }

  private record Part(int revision, Sums sums, Spread spread, List<Element> elements) {}

  /** Takes a shard's part, in place of its earlier one; returns whether it is news. */
  boolean put(Partial partial) {
    Whole whole =
        groups.computeIfAbsent(new Group(partial.input(), partial.group()), key -> new Whole());
    Part before = whole.parts.get(partial.source());
    if (before != null && partial.revision() < before.revision()) {
      return false;
    }
    List<Element> elements = new ArrayList<>();
    if (partial.goesOn() && before != null) {
      elements.addAll(before.elements());
    }
    elements.addAll(partial.elements());
    whole.parts.put(
        partial.source(), new Part(partial.revision(), partial.sums(), partial.spread(), elements));
    whole.changed = true;
    return true;
  }

  /** Puts everything into a view, leaf by leaf; then which groups there are data of. */
  void fill(Trigger.OverGroups over, StepView view) {
    int presence = over.leaves().size();
    for (Map.Entry<Group, Whole> entry : groups.entrySet()) {
      Group group = entry.getKey();
      Sums sums = entry.getValue().sums();
      for (int i = 0; i < over.leaves().size(); i++) {
        GroupLeaf leaf = over.leaves().get(i);
        if (leaf.input() == group.input()) {
          put(view, i, leaf, group.labels(), sums, entry.getValue().parts);
        }
      }
      view.put(presence, "", group.labels(), (double) sums.count());
      view.whole(over.inputs().get(group.input()).each());
    }
  }

  private static void put(
      StepView view, int at, GroupLeaf leaf, Labels group, Sums sums, Map<String, Part> parts) {
    if (leaf.aggregator() == null) {
      for (Part part : parts.values()) {
        part.elements().forEach(e -> view.put(at, e.name(), e.labels(), e.value()));
      }
    } else if (sums.count() > 0) {
      view.put(at, "", group, GroupLeaf.value(leaf.aggregator(), sums));
    }
  }

  /** Whether some sensor has data of that input, whatever it makes of them. */
  boolean hasDataOf(int input) {
    return groups.keySet().stream().anyMatch(group -> group.input() == input);
  }

  /** What groups that changed since they were last told sum up to. */
  void tell(long start, long end, List<Statistic> statistics, Consumer<Summary> told) {
    groups.forEach(
        (group, whole) -> {
          Sums sums = whole.sums();
          if (whole.changed && sums.count() > 0) {
            whole.changed = false;
            whole.revision++;
            Map<String, Double> stats = SummarySums.stats(sums, whole.spread(), statistics);
            told.accept(new Summary(group.labels(), start, end, stats, whole.revision));
          }
        });
  }

  static final Codec<Merged> CODEC =
      new Codec<>() {
        @Override
        public void write(Merged merged, ByteWriter out) {
          out.putVarInt(merged.groups.size());
          merged.groups.forEach(
              (group, whole) -> {
                out.putVarInt(group.input());
                Codecs.LABELS.write(group.labels(), out);
                out.putZigZag(whole.revision).putBoolean(whole.changed);
                out.putVarInt(whole.parts.size());
                whole.parts.forEach((source, part) -> write(source, part, out));
              });
        }

        private void write(String source, Part part, ByteWriter out) {
          out.putString(source).putVarInt(part.revision());
          Parts.write(part.sums(), out);
          Parts.write(part.spread(), out);
          out.putVarInt(part.elements().size());
          part.elements().forEach(element -> Parts.write(element, out));
        }

        @Override
        public Merged read(ByteReader in, int version) {
          Merged merged = new Merged();
          int groups = in.getVarInt();
          for (int g = 0; g < groups; g++) {
            Group group = new Group(in.getVarInt(), Codecs.LABELS.read(in, 1));
            Whole whole = new Whole();
            whole.revision = (int) in.getZigZag();
            whole.changed = in.getBoolean();
            int count = in.getVarInt();
            for (int i = 0; i < count; i++) {
              whole.parts.put(in.getString(), part(in, version));
            }
            merged.groups.put(group, whole);
          }
          return merged;
        }

        private Part part(ByteReader in, int version) {
          int revision = in.getVarInt();
          Sums sums = Parts.readSums(in);
          Spread spread = version > 1 ? Parts.readSpread(in) : Spread.NONE;
          List<Element> elements = new ArrayList<>();
          int count = in.getVarInt();
          for (int i = 0; i < count; i++) {
            elements.add(Parts.readElement(in));
          }
          return new Part(revision, sums, spread, elements);
        }
      };
}
