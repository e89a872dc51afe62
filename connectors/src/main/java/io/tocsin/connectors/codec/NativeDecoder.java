package io.tocsin.connectors.codec;

import static io.tocsin.connectors.codec.NativeMember.LABELS;
import static io.tocsin.connectors.codec.NativeMember.METRIC;
import static io.tocsin.connectors.codec.NativeMember.SENSOR;
import static io.tocsin.connectors.codec.NativeMember.TIME;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads the native format: one JSON object, a reading, several readings of one sensor at one time,
 * or a report. Members may come in any order; unknown ones are passed over; one that is null counts
 * as absent. A reading of a series seen before costs one look-up by its bytes and one object.
 */
final class NativeDecoder implements Decoder {
  private final int maxBytes;
  private final SeriesCache cache;
  private final SeriesCache.Name name = new SeriesCache.Name();
  private final NativeDocument document = new NativeDocument();
  private final NativeReport reports = new NativeReport(document);
  private SeriesCache.@Nullable Known[] found = new SeriesCache.@Nullable Known[8];
  private long documents;
  private boolean passThrough;

  NativeDecoder(int maxBytes, int maxSeries) {
    this.maxBytes = maxBytes;
    this.cache = new SeriesCache(Math.max(maxSeries, NativeDocument.MAX_VALUES));
  }

  @Override
  public @Nullable Undecodable decode(Records records, int index, EventSink sink) {
    byte[] value = records.value(index);
    passThrough = false;
    if (value == null) {
      return new Undecodable(
          Reason.EMPTY, "the record has no value (a tombstone); accepted: one JSON object");
    }
    return decode(value, 0, value.length, records.timestamp(index), sink);
  }

  @Override
  public boolean passThrough() {
    return passThrough;
  }

  @Override
  public boolean namesSensor(byte[] bytes) {
    return document.isPlain(SENSOR, bytes);
  }

  /** Whether the document decoded last named its time itself. */
  boolean ownTime() {
    return document.has(TIME);
  }

  /**
   * Decodes a stretch of an array.
   *
   * @param recordTime time of an event that has none of its own, epoch milliseconds
   */
  @Nullable Undecodable decode(byte[] in, int from, int to, long recordTime, EventSink sink) {
    passThrough = false;
    if (to - from > maxBytes) {
      return Limits.tooLarge(to - from, maxBytes);
    }
    try {
      document.read(in, from, to);
      NativeMember kind = document.kind();
      boolean ownTime = document.has(TIME);
      long time = ownTime ? document.time : recordTime;
      switch (kind) {
        case VALUE -> sink.event(new Reading(series(), time, document.value));
        case VALUES -> several(time, sink);
        default -> sink.event(reports.read(time));
      }
      passThrough = ownTime && kind != NativeMember.VALUES;
      return null;
    } catch (Malformed e) {
      return e.undecodable();
    }
  }

  private void owner() {
    name.in = document.json.in;
    name.sensorFrom = document.from(SENSOR);
    name.sensorTo = document.to(SENSOR);
    name.labelsFrom = document.labelsFrom();
    name.labelsTo = document.labelsTo();
    name.hashOwner();
  }

  private Series series() {
    owner();
    name.metricFrom = document.from(METRIC);
    name.metricTo = document.to(METRIC);
    SeriesCache.Known known = cache.find(name);
    if (known == null) {
      known = remember(document.text(METRIC));
    }
    return known.series;
  }

  private void several(long time, EventSink sink) {
    owner();
    documents++;
    int count = document.count;
    if (found.length < count) {
      found = new SeriesCache.@Nullable Known[document.values.length];
    }
    for (int i = 0; i < count; i++) {
      name.metricFrom = document.names[2 * i];
      name.metricTo = document.names[2 * i + 1];
      SeriesCache.Known known = cache.find(name);
      if (known == null) {
        known = remember(document.name(i));
      }
      if (known.document == documents) {
        throw new Malformed(
            "\"values\" has \"" + known.series.metric() + "\" twice; accepted: once");
      }
      known.document = documents;
      found[i] = known;
    }
    for (int i = 0; i < count; i++) {
      SeriesCache.Known known = found[i];
      if (known != null) {
        sink.event(new Reading(known.series, time, document.values[i]));
      }
    }
  }

  private SeriesCache.Known remember(String metric) {
    Limits.name("metric", metric);
    SensorId sensor = new SensorId(Limits.name("sensor", document.text(SENSOR)));
    Labels labels =
        document.has(LABELS)
            ? NativeLabels.read(document.json, document.from(LABELS), document.to(LABELS))
            : Labels.NONE;
    return cache.put(name, new Series(sensor, metric, labels));
  }
}
