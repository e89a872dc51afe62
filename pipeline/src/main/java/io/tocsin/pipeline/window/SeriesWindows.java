package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The panes of one series in all shapes. Mutable; lives in the shard's state. What is stored names
 * the shape and the parts; once bound to the shapes in force, what they do not ask for is dropped,
 * and what they ask for anew starts empty.
 */
final class SeriesWindows {
  static final int[] NOBODY = {};

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
        panes[s] = old != null && old.layout.mask == layout.mask ? old : new Panes(layout);
      }
    }
    stored = Map.of();
    shapes = to;
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

  static final Codec<SeriesWindows> CODEC =
      new Codec<>() {
        @Override
        public void write(SeriesWindows windows, ByteWriter out) {
          out.putLong(windows.lastTime);
          Map<String, Panes> all = windows.stored();
          out.putVarInt(all.size());
          all.forEach(
              (key, panes) -> {
                out.putString(key).putVarInt(panes.layout.mask);
                panes.write(out);
              });
        }

        @Override
        public SeriesWindows read(ByteReader in, int version) {
          SeriesWindows windows = new SeriesWindows();
          windows.lastTime = in.getLong();
          int count = in.getVarInt();
          Map<String, Panes> stored = new LinkedHashMap<>();
          for (int i = 0; i < count; i++) {
            String key = in.getString();
            stored.put(key, Panes.read(Layout.of(in.getVarInt()), in));
          }
          windows.stored = stored;
          return windows;
        }
      };
}
