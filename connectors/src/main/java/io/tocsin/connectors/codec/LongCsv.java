package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of readings: {@code time,sensor,metric,value}, and a label for each further column. */
final class LongCsv extends EventFile {
  static final String ACCEPTED = "time,sensor,metric,value,… (long; further columns are labels)";

  private final CsvTable table;
  private final int time;
  private final int sensor;
  private final int metric;
  private final int value;
  private final SeriesCache cache = new SeriesCache(CodecSettings.DEFAULT_MAX_SERIES);

  LongCsv(CsvTable table) {
    super(table.lines());
    this.table = table;
    time = time(table.header());
    sensor = CsvTable.column(table.header(), "sensor");
    metric = CsvTable.column(table.header(), "metric");
    value = CsvTable.column(table.header(), "value");
  }

  private static int time(List<String> header) {
    return CsvTable.column(header, "time", "timestamp");
  }

  static boolean accepts(List<String> header) {
    return time(header) >= 0
        && CsvTable.column(header, "sensor") >= 0
        && CsvTable.column(header, "metric") >= 0
        && CsvTable.column(header, "value") >= 0;
  }

  @Override
  FileLine read(long number, byte[] line) {
    try {
      return new FileLine(number, line, events(table.cells(line)), null);
    } catch (Malformed e) {
      Undecodable wrong = e.undecodable();
      return new FileLine(
          number,
          line,
          List.of(),
          new Undecodable(wrong.reason(), "line " + number + ": " + wrong.message()));
    }
  }

  private List<SensorEvent> events(List<String> cells) {
    long at = Cells.time(table.header().get(time), cells.get(time));
    double number = Cells.number(table.header().get(value), cells.get(value));
    SensorId id = new SensorId(Limits.name("sensor", cells.get(sensor).strip()));
    String name = Limits.name("metric", cells.get(metric).strip());
    if (Double.isNaN(number)) {
      return List.of();
    }
    return List.of(new Reading(cache.intern(new Series(id, name, labels(cells))), at, number));
  }

  private Labels labels(List<String> cells) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      if (i != time && i != sensor && i != metric && i != value) {
        String name = table.header().get(i);
        labels.put(name, Limits.text(name, cells.get(i).strip(), Limits.LABEL_VALUE));
      }
    }
    return Labels.of(labels);
  }
}
