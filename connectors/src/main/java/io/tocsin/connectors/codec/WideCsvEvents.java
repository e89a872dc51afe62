package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import java.util.ArrayList;
import java.util.List;

/** The readings of a wide table: one sensor, one metric for each column; blank cells make none. */
final class WideCsvEvents extends EventFile {
  private final WideCsv table;
  private final List<Series> series;

  WideCsvEvents(WideCsv table, String sensor) {
    super(table.lines());
    this.table = table;
    SensorId id = new SensorId(sensor);
    this.series = table.metrics().stream().map(m -> new Series(id, m, Labels.NONE)).toList();
  }

  @Override
  FileLine read(long number, byte[] line) {
    WideCsv.Row row = table.read(number, line);
    List<SensorEvent> events = new ArrayList<>();
    for (int i = 0; i < row.values().length; i++) {
      if (!Double.isNaN(row.values()[i])) {
        events.add(new Reading(series.get(i), row.time(), row.values()[i]));
      }
    }
    return new FileLine(number, line, events, row.wrong());
  }
}
