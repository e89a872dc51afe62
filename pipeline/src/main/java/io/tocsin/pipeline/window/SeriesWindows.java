package io.tocsin.pipeline.window;

import static java.util.Objects.requireNonNull;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.InPieces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The panes of one series in all shapes. Mutable; lives in its sensor's entry, or in one of its
 * own. What is stored names the shape and the parts; once bound to the shapes in force, what they
 * do not ask for is dropped, and what they ask for anew starts empty.
 */
final class SeriesWindows extends InPieces {
  static final int VERSION = 2;

  /** Of fewer panes, pieces would not be less. */
  private static final int MANY_PANES = 4;

  /** The object, its array of panes and the series. */
  private static final long HEAP = 120;

  /** Labels and their array of few texts, which belong to others. */
  private static final long LABELS = 64;

  /** Event time of the latest sample. */
  long lastTime = Long.MIN_VALUE;

  private boolean moved;
  private boolean fresh;

  /** By shape; null where no rule looks at the series. */
  @Nullable Panes[] panes = new Panes[0];

  /** Who looks at it; there are few of these for many series. */
  private @Nullable Binding binding;

  /** Null until it is bound. */
  @Nullable Series series;

  /** The next one in its sensor's entry. */
  @Nullable SeriesWindows next;

  /** The entry of its own, for the length of a batch; null if it is in its sensor's. */
  @Nullable Cell<SeriesWindows> cell;

  private @Nullable Labels labels;
  private @Nullable Labels named;
  private @Nullable Stored stored;

  /** What was read, until it is bound; by the shapes' keys, in the order of the pieces. */
  private record Stored(String metric, Labels labels, Map<String, Panes> panes) {}

  /** Brings it into the order of the shapes; of one in its sensor's entry. */
  void bind(Shapes to, SensorId sensor) {
    Series known = series;
    if (known == null) {
      Stored from = requireNonNull(stored, "what was read");
      known = new Series(sensor, from.metric(), from.labels());
    }
    bind(to, known);
  }

  void bind(Shapes to, Series of) {
    if (binding != null && binding.shapes == to) {
      return;
    }
    Map<String, Panes> before = all();
    Binding bound = to.binding(of);
    @Nullable Panes[] ordered = new Panes[to.size()];
    List<String> names = new ArrayList<>();
    int kept = 0;
    for (int s = 0; s < to.size(); s++) {
      Layout layout = bound.layouts[s];
      if (layout != null) {
        String key = to.keys[s];
        Panes old = before.get(key);
        boolean goesOn = old != null && old.layout.mask == layout.mask;
        ordered[s] = goesOn ? old : new Panes(layout);
        kept += goesOn ? 1 : 0;
        names.add(key);
      }
    }
    // Pieces name panes by their order.
    fresh = kept < names.size() || !names.equals(List.copyOf(before.keySet()));
    if (fresh) {
      storeWhole();
    }
    panes = ordered;
    binding = bound;
    series = of;
    stored = null;
  }

  /** Whether binding it changed more than pieces can tell. */
  boolean isNew() {
    return fresh;
  }

  private Map<String, Panes> all() {
    if (binding == null) {
      return stored == null ? Map.of() : stored.panes();
    }
    Map<String, Panes> all = new LinkedHashMap<>();
    for (int s = 0; s < panes.length; s++) {
      Panes of = panes[s];
      if (of != null) {
        all.put(binding.shapes.keys[s], of);
      }
    }
    return all;
  }

  private Binding bound() {
    return requireNonNull(binding, "not bound");
  }

  /** The leaves of a shape that look at the series. */
  int[] leaves(int s) {
    return bound().leaves[s];
  }

  /** How far back the leaves of a shape look. */
  long span(int s) {
    return bound().spans[s];
  }

  /** Watchers that look at the series. */
  int[] watchers() {
    return bound().watchers;
  }

  Series series() {
    return requireNonNull(series, "not bound");
  }

  /** The series' labels and {@code sensor}. */
  Labels labels() {
    Labels known = labels;
    if (known == null) {
      known = series().ruleLabels();
      labels = known;
    }
    return known;
  }

  /** The same with the metric's name. */
  Labels named() {
    Labels known = named;
    if (known == null) {
      known = series().ruleLabels().with("__name__", series().metric());
      named = known;
    }
    return known;
  }

  /** A sample has come. */
  void heard(long time) {
    if (time > lastTime) {
      lastTime = time;
      moved = true;
    }
  }

  /** It is changed in place; of one in its sensor's entry, whose change is told there. */
  void touched() {
    if (cell != null) {
      cell.changed();
    }
  }

  boolean isEmpty() {
    for (Panes of : panes) {
      if (of != null && !of.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is something that was not stored. */
  boolean changed() {
    for (Panes of : panes) {
      if (of != null && of.changed()) {
        return true;
      }
    }
    return moved;
  }

  /** It is stored as it is now. */
  void stored() {
    moved = false;
    fresh = false;
    for (Panes of : panes) {
      if (of != null) {
        of.stored();
      }
    }
  }

  long heapBytes() {
    long bytes = HEAP + (labels == null ? 0 : LABELS) + (named == null ? 0 : LABELS);
    if (stored != null) {
      for (Panes of : stored.panes().values()) {
        bytes += of.heapBytes();
      }
    }
    for (Panes of : panes) {
      bytes += of == null ? 0 : of.heapBytes();
    }
    return bytes;
  }

  /** Writes which panes have changed since they were stored. */
  void append(ByteWriter out) {
    out.putZigZag(lastTime);
    int place = 0;
    for (Panes of : panes) {
      if (of != null) {
        place++;
        if (of.changed()) {
          out.putVarInt(place);
          of.append(lastTime, out);
        }
      }
    }
    out.putVarInt(0);
  }

  /** Changes what was read as {@link #append} said. */
  void change(ByteReader in) {
    lastTime = in.getZigZag();
    List<Panes> all = List.copyOf(all().values());
    for (int place = in.getVarInt(); place > 0; place = in.getVarInt()) {
      all.get(place - 1).change(lastTime, in);
    }
  }

  /** Writes all of it into its sensor's entry, whose shapes have numbers. */
  void writeNear(ByteWriter out) {
    out.putString(series().metric());
    Codecs.LABELS.write(series().labels(), out);
    out.putZigZag(lastTime);
    int count = 0;
    for (Panes of : panes) {
      count += of == null ? 0 : 1;
    }
    out.putVarInt(count);
    for (int s = 0; s < panes.length; s++) {
      Panes of = panes[s];
      if (of != null) {
        out.putVarInt(s).putVarInt(of.layout.mask);
        of.write(lastTime, out);
      }
    }
  }

  /** Reads what {@link #writeNear} wrote. */
  static SeriesWindows readNear(ByteReader in, String[] keys) {
    SeriesWindows windows = new SeriesWindows();
    String metric = in.getString();
    Labels labels = Codecs.LABELS.read(in, 1);
    windows.lastTime = in.getZigZag();
    windows.stored =
        new Stored(metric, labels, readPanes(windows.lastTime, in, () -> keys[in.getVarInt()]));
    return windows;
  }

  private static Map<String, Panes> readPanes(long base, ByteReader in, Supplier<String> key) {
    int count = in.getVarInt();
    Map<String, Panes> all = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String of = key.get();
      Panes panes = Panes.read(Layout.of(in.getVarInt()), base, in);
      panes.stored();
      all.put(of, panes);
    }
    return all;
  }

  private void read(Map<String, Panes> all) {
    stored = new Stored("", Labels.NONE, all);
  }

  private static SeriesWindows readWide(ByteReader in) {
    SeriesWindows windows = new SeriesWindows();
    windows.lastTime = in.getLong();
    int count = in.getVarInt();
    Map<String, Panes> all = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = in.getString();
      all.put(key, Panes.readWide(Layout.of(in.getVarInt()), in));
    }
    windows.read(all);
    return windows;
  }

  /** Of an entry of its own. */
  static final Codec<SeriesWindows> CODEC =
      new Codec<>() {
        @Override
        public void write(SeriesWindows windows, ByteWriter out) {
          out.putZigZag(windows.lastTime);
          Map<String, Panes> all = windows.all();
          out.putVarInt(all.size());
          all.forEach(
              (key, panes) -> {
                out.putString(key).putVarInt(panes.layout.mask);
                panes.write(windows.lastTime, out);
              });
        }

        @Override
        public boolean append(SeriesWindows windows, ByteWriter out) {
          int count = 0;
          for (Panes of : windows.panes) {
            count += of == null ? 0 : of.size();
          }
          if (!windows.pieces() || windows.binding == null || count < MANY_PANES) {
            return false;
          }
          windows.append(out);
          return windows.pieceFits(out.size());
        }

        @Override
        public void stored(SeriesWindows windows, int bytes, boolean appended) {
          windows.wasStored(bytes, appended);
          windows.stored();
        }

        @Override
        public SeriesWindows read(ByteReader in, int version) {
          if (version == 1) {
            return readWide(in);
          }
          int all = in.remaining();
          SeriesWindows windows = new SeriesWindows();
          windows.lastTime = in.getZigZag();
          windows.read(readPanes(windows.lastTime, in, in::getString));
          windows.wasStored(all - in.remaining(), false);
          windows.wasStored(in.remaining(), true);
          while (in.remaining() > 0) {
            windows.change(in);
          }
          return windows;
        }

        @Override
        public long heapBytes(SeriesWindows windows, int encoded) {
          return windows.heapBytes();
        }
      };
}
