package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.Records;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says in the label {@code source} of each event where it came from. A label of that name that an
 * event has itself becomes {@code exported_source}, as Prometheus does with {@code job}.
 */
final class SourceLabel implements Decoder {
  private static final String LABEL = "source";
  private static final String ITS_OWN = "exported_source";

  private final Decoder decoder;
  private final String source;
  private final int maxSeries;
  private final Map<Series, Series> known = new HashMap<>();

  SourceLabel(Decoder decoder, CodecSettings settings) {
    this.decoder = decoder;
    source = settings.source();
    maxSeries = settings.maxSeries();
  }

  @Override
  public @Nullable Undecodable decode(Records records, int index, EventSink sink) {
    return decoder.decode(
        records,
        index,
        new EventSink() {
          @Override
          public void event(SensorEvent event) {
            sink.event(labelled(event));
          }

          @Override
          public void skipped(Skip why) {
            sink.skipped(why);
          }
        });
  }

  private SensorEvent labelled(SensorEvent event) {
    if (event instanceof Reading reading) {
      if (known.size() >= maxSeries) {
        known.clear();
      }
      Series series = known.computeIfAbsent(reading.series(), this::labelled);
      return new Reading(series, reading.time(), reading.value());
    }
    return event instanceof Report report ? labelled(report) : event;
  }

  private Series labelled(Series series) {
    return new Series(series.sensor(), series.metric(), labelled(series.labels()));
  }

  private Report labelled(Report report) {
    return new Report(
        report.sensor(),
        report.component(),
        report.type(),
        report.severity(),
        report.time(),
        report.message(),
        report.details(),
        report.context(),
        labelled(report.labels()));
  }

  private Labels labelled(Labels labels) {
    String own = labels.getOrEmpty(LABEL);
    return (own.isEmpty() ? labels : labels.with(ITS_OWN, own)).with(LABEL, source);
  }

  /** The bytes lack the label. */
  @Override
  public boolean passThrough() {
    return false;
  }

  @Override
  public boolean namesSensor(byte[] bytes) {
    return decoder.namesSensor(bytes);
  }
}
