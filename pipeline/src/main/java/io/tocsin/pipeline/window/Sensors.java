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
 * Every sensor's clock, its list of series, and their windows: three tables of the shard. How many
 * there are is kept beside them: counting them anew would read all of them at each start.
 */
final class Sensors {
  private static final Codec<List<Series>> LIST = new ListCodec();
  private static final String SENSORS = "sensors";
  private static final String SERIES = "series";

  private final Table<SensorId, SensorClock> clocks;
  private final Table<SensorId, List<Series>> rosters;
  private final Table<Series, SeriesWindows> windows;
  private final Table<String, Long> totals;
  private final Shapes shapes;
  private final Counts counts;
  private long savedSensors;
  private long savedSeries;

  Sensors(ShardState state, Shapes shapes, Counts counts) {
    clocks =
        state.table(
            new TableSpec<>(
                "window.sensor", SensorClock.VERSION, Codecs.SENSOR_ID, SensorClock.CODEC));
    rosters = state.table(new TableSpec<>("window.roster", 1, Codecs.SENSOR_ID, LIST));
    windows =
        state.table(
            new TableSpec<>(
                "window.series", SeriesWindows.VERSION, Codecs.SERIES, SeriesWindows.CODEC));
    totals = state.table(new TableSpec<>("window.totals", 1, Codecs.STRING, Codecs.LONG));
    this.shapes = shapes;
    this.counts = counts;
  }

  Cell<SensorClock> clockCell(SensorId sensor) {
    return clocks.cell(sensor);
  }

  /** The clock's cell, found by the series' windows alone if it was found before. */
  Cell<SensorClock> clockCell(SeriesWindows windows, SensorId sensor) {
    Cell<SensorClock> known = windows.clock;
    if (known != null && known.valid()) {
      return known;
    }
    Cell<SensorClock> cell = clocks.cell(sensor);
    windows.clock = cell;
    return cell;
  }

  /** The clock in the cell, new if there was none. */
  SensorClock clock(Cell<SensorClock> cell) {
    SensorClock clock = cell.get();
    if (clock == null) {
      clock = new SensorClock();
      cell.set(clock);
      counts.sensors++;
    }
    clock.bind(shapes);
    return clock;
  }

  Cell<SeriesWindows> windowsCell(Series series) {
    return windows.cell(series);
  }

  /**
   * Reads what a reading of the series will change, if it is in memory. What many series need is
   * brought into the processor's caches side by side so; one after the other, each would wait for
   * memory behind the work on the one before.
   *
   * @return something that depends on all that was read
   */
  long touch(Series series) {
    SeriesWindows of = windows.peek(series);
    if (of == null) {
      return 0;
    }
    Cell<SensorClock> cell = of.clock;
    SensorClock clock = cell == null ? null : cell.get();
    long sum = clock == null ? 0 : clock.touch();
    for (Panes panes : of.panes) {
      sum += panes == null ? 0 : panes.touch();
    }
    return sum;
  }

  /** The windows in the cell; new and on the sensor's list if there were none. */
  SeriesWindows windows(Cell<SeriesWindows> cell, Series series) {
    SeriesWindows of = cell.get();
    if (of == null) {
      of = new SeriesWindows();
      cell.set(of);
      List<Series> list = rosters.get(series.sensor());
      List<Series> longer = list == null ? new ArrayList<>() : list;
      longer.add(series);
      rosters.put(series.sensor(), longer);
      counts.series++;
    }
    of.bind(shapes, series);
    return of;
  }

  /** The sensor's series that have windows, in the order they first came. */
  List<Entry> entries(SensorId sensor) {
    List<Series> list = rosters.get(sensor);
    List<Entry> entries = new ArrayList<>();
    if (list != null) {
      for (Series series : list) {
        Cell<SeriesWindows> cell = windows.cell(series);
        entries.add(new Entry(series, cell, windows(cell, series)));
      }
    }
    return entries;
  }

  /** Forgets one series. */
  void forget(Series series) {
    windows.remove(series);
    List<Series> list = rosters.get(series.sensor());
    if (list != null && list.remove(series)) {
      rosters.put(series.sensor(), list);
      counts.series--;
    }
  }

  /** Forgets a sensor and all its series. */
  void forget(SensorId sensor) {
    List<Series> list = rosters.get(sensor);
    if (list != null) {
      list.forEach(windows::remove);
      counts.series -= list.size();
    }
    rosters.remove(sensor);
    clocks.remove(sensor);
    counts.sensors--;
  }

  /** Every sensor's name, in the order of the stored bytes. */
  void forEach(Consumer<SensorId> action) {
    List<SensorId> all = new ArrayList<>();
    clocks.forEach((sensor, clock) -> all.add(sensor));
    all.forEach(action);
  }

  /** How many are stored; at the start of a restored shard. A release before did not keep it. */
  void count() {
    Long knownSensors = totals.get(SENSORS);
    Long knownSeries = totals.get(SERIES);
    if (knownSensors == null || knownSeries == null) {
      clocks.forEach((sensor, clock) -> counts.sensors++);
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

  /** Every sensor's clock. */
  void forEachClock(Consumer<SensorClock> action) {
    clocks.forEach((sensor, clock) -> action.accept(clock));
  }

  /** The labels that all series of a sensor have, and {@code sensor}. */
  Labels commonLabels(SensorId sensor) {
    List<Series> list = rosters.get(sensor);
    Map<String, String> common = null;
    for (Series series : list == null ? List.<Series>of() : list) {
      Map<String, String> labels = series.labels().asMap();
      if (common == null) {
        common = labels;
      } else {
        common.entrySet().retainAll(labels.entrySet());
      }
    }
    return Labels.of(common == null ? Map.of() : common).with("sensor", sensor.value());
  }

  @Nullable SensorClock known(SensorId sensor) {
    SensorClock clock = clocks.get(sensor);
    if (clock != null) {
      clock.bind(shapes);
    }
    return clock;
  }

  /** One series and its windows, for the length of a closing. */
  record Entry(Series series, Cell<SeriesWindows> cell, SeriesWindows windows) {}

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
