package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Summary windows that are closed but may still be corrected, each an entry of its own, so that hot
 * entries stay small. What late events change is told a little later, all of it at once.
 */
final class Kept {
  /** How long corrections of one window are gathered, milliseconds of shard time. */
  static final long GATHER = 2_000;

  private final long keepFor;
  private final Table<Key, Window> table;
  private final Timers<Key> timers;

  Kept(ShardState state, WindowSettings settings) {
    keepFor = settings.late() == LatePolicy.AMEND ? settings.keepFor().toMillis() : 0;
    table = state.table(new TableSpec<>("window.kept", 2, Key.CODEC, Window.CODEC));
    timers = state.timers("window.amend", Key.CODEC);
  }

  /**
   * @param shape the shape's key
   * @param end of the window, epoch milliseconds
   */
  record Key(Series series, String shape, long end) {
    static final Codec<Key> CODEC =
        Codecs.of(
            (key, out) -> {
              Codecs.SERIES.write(key.series(), out);
              out.putString(key.shape()).putLong(key.end());
            },
            in -> new Key(Codecs.SERIES.read(in, 1), in.getString(), in.getLong()));
  }

  /** A closed window. Mutable. */
  static final class Window {
    /** Revision that was told last, -1 if none was. */
    int revision;

    boolean changed;
    final Panes panes;

    Window(int revision, Panes panes) {
      this.revision = revision;
      this.panes = panes;
    }

    static final Codec<Window> CODEC =
        new Codec<>() {
          @Override
          public void write(Window window, ByteWriter out) {
            out.putZigZag(window.revision).putBoolean(window.changed);
            out.putVarInt(window.panes.layout.mask);
            window.panes.write(0, out);
          }

          @Override
          public Window read(ByteReader in, int version) {
            int revision = (int) in.getZigZag();
            boolean changed = in.getBoolean();
            Layout layout = Layout.of(in.getVarInt());
            Panes panes = version == 1 ? Panes.readWide(layout, in) : Panes.read(layout, 0, in);
            Window window = new Window(revision, panes);
            window.changed = changed;
            return window;
          }
        };
  }

  boolean isEmpty() {
    return keepFor == 0;
  }

  /** Keeps a window that was just closed and told. */
  void keep(Series series, Shape shape, long end, Panes panes) {
    if (keepFor > 0) {
      table.add(new Key(series, shape.key, end), new Window(0, panes.copyOf(end)));
    }
  }

  /** Forgets what is too old once everything up to {@code closed} is closed. */
  void expire(Series series, Shape shape, long before, long closed) {
    if (keepFor == 0 || before == SensorState.NEVER) {
      return;
    }
    long last = shape.startOf(shape.stepAtOrAfter(closed - keepFor));
    long first = Math.max(shape.stepAtOrAfter(before - keepFor), last - keepFor);
    if (first == last) {
      // What most series do: one window after the other. A timer of it finds nothing.
      table.discard(new Key(series, shape.key, last));
      return;
    }
    for (long end = first; end <= last; end = shape.next(end)) {
      Key key = new Key(series, shape.key, end);
      if (table.get(key) != null) {
        table.remove(key);
      }
    }
  }

  /** Adds a late sample to its closed window; false if that is too old, or cannot be corrected. */
  boolean correct(Series series, Shape shape, Layout layout, long end, long closed, Sample sample) {
    if (end <= closed - keepFor || layout.ordered) {
      return false;
    }
    Key key = new Key(series, shape.key, end);
    Window window = table.get(key);
    if (window == null || window.panes.layout.mask != layout.mask) {
      window = new Window(-1, new Panes(layout));
    }
    window.panes.add(end, sample.time(), sample.value());
    if (!window.changed) {
      window.changed = true;
      timers.set(key, sample.shardTime() + GATHER);
    }
    table.put(key, window);
    return true;
  }

  /** A late sample, and when it came. */
  record Sample(long time, double value, long shardTime) {}

  /**
   * Tells what was corrected, each window once.
   *
   * @param before called before anything is done for a series
   */
  void tell(long now, Consumer<Series> before, BiConsumer<Key, Window> teller) {
    if (timers.next() > now) {
      return;
    }
    timers.fire(
        now,
        (key, at) -> {
          before.accept(key.series());
          Window window = table.get(key);
          if (window != null) {
            window.changed = false;
            window.revision++;
            table.put(key, window);
            teller.accept(key, window);
          }
        });
  }
}
