package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every sensor of a shard with its series and their windows: one table, and a second one for the
 * windows of those series that their sensor's entry has no place for. How many there are is kept
 * beside them: counting them anew would read all of them at each start.
 */
final class Sensors {
  private static final Codec<List<Series>> LIST = new ListCodec();
  private static final String SENSORS = "sensors";
  private static final String SERIES = "series";

  private final Table<SensorId, SensorState> states;
  private final Table<Series, SeriesWindows> windows;

  /** A sensor's series, as releases before kept them. */
  private final Table<SensorId, List<Series>> rosters;

  private final Table<String, Long> totals;
  private final Shapes shapes;
  private final Counts counts;
  private long savedSensors;
  private long savedSeries;

  Sensors(ShardState state, Shapes shapes, Counts counts) {
    states =
        state.table(
            new TableSpec<>(
                "window.sensor", SensorCodec.VERSION, Codecs.SENSOR_ID, new SensorCodec()));
    rosters = state.table(new TableSpec<>("window.roster", 1, Codecs.SENSOR_ID, LIST));
    windows =
        state.table(
            new TableSpec<>(
                "window.series", SeriesWindows.VERSION, Codecs.SERIES, SeriesWindows.CODEC));
    totals = state.table(new TableSpec<>("window.totals", 1, Codecs.STRING, Codecs.LONG));
    this.shapes = shapes;
    this.counts = counts;
  }

  Cell<SensorState> cell(SensorId sensor) {
    return states.cell(sensor);
  }

  /** The sensor in the cell, new if there was none. */
  SensorState state(Cell<SensorState> cell, SensorId sensor) {
    SensorState state = cell.get();
    if (state == null) {
      state = new SensorState();
      cell.set(state);
      counts.sensors++;
    }
    bind(state, sensor);
    return state;
  }

  @Nullable SensorState known(SensorId sensor) {
    SensorState state = states.get(sensor);
    if (state != null) {
      bind(state, sensor);
    }
    return state;
  }

  private void bind(SensorState state, SensorId sensor) {
    if (state.withoutSeries) {
      takeIn(state, sensor);
    }
    state.bind(shapes, sensor);
  }

  /** Takes the series in that a release before kept beside the sensor. */
  private void takeIn(SensorState state, SensorId sensor) {
    state.withoutSeries = false;
    List<Series> list = rosters.get(sensor);
    if (list != null) {
      for (Series series : list) {
        if (state.hasPlace()) {
          SeriesWindows of = windows.get(series);
          SeriesWindows near = of == null ? new SeriesWindows() : of;
          near.bind(shapes, series);
          state.addNear(near);
          windows.remove(series);
        } else {
          state.addApart(series);
        }
      }
      rosters.remove(sensor);
      states.cell(sensor).changed();
    }
  }

  /**
   * Reads what a reading of the series will change, if it is in memory. What many series need is
   * brought into the processor's caches side by side so; one after the other, each would wait for
   * memory behind the work on the one before.
   *
   * @return something that depends on all that was read
   */
  long touch(Series series) {
    SensorState state = states.peek(series.sensor());
    if (state == null) {
      return 0;
    }
    long sum = state.touch();
    SeriesWindows of = state.near(series);
    if (of == null) {
      of = state.apart == null ? null : windows.peek(series);
    }
    if (of != null) {
      for (Panes panes : of.panes) {
        sum += panes == null ? 0 : panes.touch();
      }
    }
    return sum;
  }

  /** The windows of one of the sensor's series; new and on its list if there were none. */
  SeriesWindows windows(SensorState state, Series series) {
    SeriesWindows near = state.near(series);
    if (near != null) {
      // The next look-up by the same object finds it at once.
      near.series = series;
      return near;
    }
    if (state.apart != null) {
      Cell<SeriesWindows> cell = windows.cell(series);
      SeriesWindows of = cell.get();
      if (of != null) {
        return apart(cell, of, series);
      }
    }
    counts.series++;
    SeriesWindows of = new SeriesWindows();
    of.bind(shapes, series);
    if (state.hasPlace()) {
      state.addNear(of);
    } else {
      state.addApart(series);
      of.cell = windows.cell(series);
      of.cell.set(of);
    }
    return of;
  }

  private SeriesWindows apart(Cell<SeriesWindows> cell, SeriesWindows of, Series series) {
    of.bind(shapes, series);
    of.cell = cell;
    return of;
  }

  /** The windows of all series of a sensor, in the order they first came. */
  List<SeriesWindows> all(SensorState state) {
    List<SeriesWindows> all = new ArrayList<>(SensorState.NEAR);
    for (SeriesWindows of = state.near; of != null; of = of.next) {
      all.add(of);
    }
    if (state.apart != null) {
      for (Series series : state.apart) {
        Cell<SeriesWindows> cell = windows.cell(series);
        SeriesWindows of = cell.get();
        if (of == null) {
          of = new SeriesWindows();
          cell.set(of);
        }
        all.add(apart(cell, of, series));
      }
    }
    return all;
  }

  /** Forgets one series. */
  void forget(SensorState state, Series series) {
    if (state.removeNear(series)) {
      counts.series--;
    } else if (state.removeApart(series)) {
      counts.series--;
      windows.remove(series);
    }
  }

  /** Forgets a sensor and all its series. */
  void forget(SensorId sensor, SensorState state) {
    counts.series -= state.series().size();
    if (state.apart != null) {
      state.apart.forEach(windows::remove);
    }
    states.remove(sensor);
    counts.sensors--;
  }

  /** Every sensor's name, in the order of the stored bytes. */
  void forEach(Consumer<SensorId> action) {
    List<SensorId> all = new ArrayList<>();
    states.forEach((sensor, state) -> all.add(sensor));
    all.forEach(action);
  }

  /** How many are stored; at the start of a restored shard. A release before did not keep it. */
  void count() {
    Long knownSensors = totals.get(SENSORS);
    Long knownSeries = totals.get(SERIES);
    if (knownSensors == null || knownSeries == null) {
      states.forEach(
          (sensor, state) -> {
            counts.sensors++;
            counts.series += state.series().size();
          });
      rosters.forEach((sensor, list) -> counts.series += list.size());
    } else {
      counts.sensors = knownSensors;
      counts.series = knownSeries;
      savedSensors = knownSensors;
      savedSeries = knownSeries;
    }
  }

  /** Puts the totals into the state if they changed; at the end of a batch. */
  void save() {
    if (counts.sensors != savedSensors || counts.series != savedSeries) {
      totals.put(SENSORS, counts.sensors);
      totals.put(SERIES, counts.series);
      savedSensors = counts.sensors;
      savedSeries = counts.series;
    }
  }

  /** Every sensor, to look at its times only. */
  void forEachState(Consumer<SensorState> action) {
    states.forEach(
        (sensor, state) -> {
          state.bind(shapes, sensor);
          action.accept(state);
        });
  }

  /** The labels that all series of a sensor have, and {@code sensor}. */
  Labels commonLabels(SensorId sensor) {
    SensorState state = known(sensor);
    Map<String, String> common = null;
    for (Series series : state == null ? List.<Series>of() : state.series()) {
      Map<String, String> labels = series.labels().asMap();
      if (common == null) {
        common = labels;
      } else {
        common.entrySet().retainAll(labels.entrySet());
      }
    }
    return Labels.of(common == null ? Map.of() : common).with("sensor", sensor.value());
  }

  private static final class ListCodec implements Codec<List<Series>> {
    @Override
    public void write(List<Series> list, ByteWriter out) {
      out.putVarInt(list.size());
      list.forEach(series -> Codecs.SERIES.write(series, out));
    }

    @Override
    public List<Series> read(ByteReader in, int version) {
      int count = in.getVarInt();
      List<Series> list = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        list.add(Codecs.SERIES.read(in, 1));
      }
      return list;
    }
  }
}
