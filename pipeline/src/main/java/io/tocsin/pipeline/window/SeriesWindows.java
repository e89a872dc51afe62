package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.InPieces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The panes of one series in all shapes. Mutable; lives in the shard's state. What is stored names
 * the shape and the parts; once bound to the shapes in force, what they do not ask for is dropped,
 * and what they ask for anew starts empty.
 */
final class SeriesWindows extends InPieces {
  static final int VERSION = 2;
  static final int[] NOBODY = {};

  /** Of fewer panes, pieces would not be less. */
  private static final int MANY_PANES = 4;

  /** Event time of the latest sample. */
  long lastTime = Long.MIN_VALUE;

  /** By shape; null where no rule looks at the series. */
  @Nullable Panes[] panes = new Panes[0];

  /** By shape, the leaves that look at the series. */
  int[][] leaves = new int[0][];

  /** By shape, how far back they look. */
  long[] spans = new long[0];

  /** Watchers that look at the series. */
  int[] watchers = NOBODY;

  /** The series' labels and {@code sensor}. */
  Labels labels = Labels.NONE;

  /** The same with the metric's name. */
  Labels named = Labels.NONE;

  /** Where the sensor's clock was found last; not stored. */
  @Nullable Cell<SensorClock> clock;

  private Map<String, Panes> stored = Map.of();
  private @Nullable Shapes shapes;

  void bind(Shapes to, Series series) {
    if (shapes == to) {
      return;
    }
    Map<String, Panes> before = stored();
    int kept = 0;
    int now = 0;
    labels = series.ruleLabels();
    named = labels.with("__name__", series.metric());
    watchers = to.watchers(series);
    panes = new Panes[to.size()];
    leaves = new int[to.size()][];
    spans = new long[to.size()];
    for (int s = 0; s < to.size(); s++) {
      Shape shape = to.all[s];
      leaves[s] = shape.leaves(series);
      spans[s] = shape.span(leaves[s]);
      if (shape.plan == null || leaves[s].length > 0) {
        Layout layout = shape.layout(leaves[s]);
        Panes old = before.get(shape.key);
        boolean goesOn = old != null && old.layout.mask == layout.mask;
        panes[s] = goesOn ? old : new Panes(layout);
        kept += goesOn ? 1 : 0;
        now++;
      }
    }
    if (kept < now || kept < before.size() || !inOrder(before, to)) {
      storeWhole();
    }
    stored = Map.of();
    shapes = to;
  }

  /** Whether they come in the same order as before: pieces name them by it. */
  private boolean inOrder(Map<String, Panes> before, Shapes to) {
    List<String> names = new ArrayList<>();
    for (int s = 0; s < panes.length; s++) {
      if (panes[s] != null) {
        names.add(to.all[s].key);
      }
    }
    return names.equals(List.copyOf(before.keySet()));
  }

  private Map<String, Panes> stored() {
    if (shapes == null) {
      return stored;
    }
    Map<String, Panes> all = new LinkedHashMap<>();
    for (int s = 0; s < panes.length; s++) {
      Panes of = panes[s];
      if (of != null) {
        all.put(shapes.all[s].key, of);
      }
    }
    return all;
  }

  boolean isEmpty() {
    for (Panes of : panes) {
      if (of != null && !of.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Which panes have changed since they were stored. */
  private boolean append(ByteWriter out) {
    int count = 0;
    for (Panes of : panes) {
      count += of == null ? 0 : of.size();
    }
    if (!pieces() || shapes == null || count < MANY_PANES) {
      return false;
    }
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
    return pieceFits(out.size());
  }

  private void change(ByteReader in) {
    lastTime = in.getZigZag();
    List<Panes> all = List.copyOf(stored.values());
    for (int place = in.getVarInt(); place > 0; place = in.getVarInt()) {
      all.get(place - 1).change(lastTime, in);
    }
  }

  private static SeriesWindows readWide(ByteReader in) {
    SeriesWindows windows = new SeriesWindows();
    windows.lastTime = in.getLong();
    int count = in.getVarInt();
    Map<String, Panes> stored = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = in.getString();
      stored.put(key, Panes.readWide(Layout.of(in.getVarInt()), in));
    }
    windows.stored = stored;
    return windows;
  }

  static final Codec<SeriesWindows> CODEC =
      new Codec<>() {
        @Override
        public void write(SeriesWindows windows, ByteWriter out) {
          out.putZigZag(windows.lastTime);
          Map<String, Panes> all = windows.stored();
          out.putVarInt(all.size());
          all.forEach(
              (key, panes) -> {
                out.putString(key).putVarInt(panes.layout.mask);
                panes.write(windows.lastTime, out);
              });
        }

        @Override
        public boolean append(SeriesWindows windows, ByteWriter out) {
          return windows.append(out);
        }

        @Override
        public void stored(SeriesWindows windows, int bytes, boolean appended) {
          windows.wasStored(bytes, appended);
          for (Panes panes : windows.panes) {
            if (panes != null) {
              panes.stored();
            }
          }
        }

        @Override
        public SeriesWindows read(ByteReader in, int version) {
          if (version == 1) {
            return readWide(in);
          }
          int all = in.remaining();
          SeriesWindows windows = new SeriesWindows();
          windows.lastTime = in.getZigZag();
          int count = in.getVarInt();
          Map<String, Panes> stored = new LinkedHashMap<>();
          for (int i = 0; i < count; i++) {
            String key = in.getString();
            Panes panes = Panes.read(Layout.of(in.getVarInt()), windows.lastTime, in);
            panes.stored();
            stored.put(key, panes);
          }
          windows.stored = stored;
          windows.wasStored(all - in.remaining(), false);
          windows.wasStored(in.remaining(), true);
          while (in.remaining() > 0) {
            windows.change(in);
          }
          return windows;
        }
      };
}
