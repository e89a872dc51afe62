package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * InfluxDB's line protocol, Telegraf's default: {@code measurement,tag=v field=1,other=2i time},
 * one or more lines in a record. Each numeric field is a reading of metric {@code
 * measurement_field}, true is 1, tags are labels, text fields make no event. Without a time it is
 * the record's. The sensor is the tag {@code host}.
 */
final class InfluxDecoder implements Decoder {
  private static final Set<String> TRUE = Set.of("t", "T", "true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("f", "F", "false", "False", "FALSE");

  private final CodecSettings settings;
  private final SeriesCache cache;

  InfluxDecoder(CodecSettings settings) {
    this.settings = settings;
    this.cache = new SeriesCache(settings.maxSeries());
  }

  @Override
  public boolean passThrough() {
    return false;
  }

  @Override
  public @Nullable Undecodable decode(Records records, int index, EventSink sink) {
    byte[] value = records.value(index);
    if (value == null || value.length == 0) {
      return new Undecodable(Reason.EMPTY, "the record has no value; accepted: line protocol");
    }
    if (value.length > settings.maxBytes()) {
      return Limits.tooLarge(value.length, settings.maxBytes());
    }
    List<SensorEvent> events = new ArrayList<>();
    List<EventSink.Skip> skips = new ArrayList<>();
    try {
      int lines = 0;
      for (String line : text(value).lines().toList()) {
        String bare = line.strip();
        if (!bare.isEmpty() && bare.charAt(0) != '#') {
          lines++;
          line(new InfluxLine(bare), records.timestamp(index), events, skips);
        }
      }
      if (lines == 0) {
        return new Undecodable(Reason.EMPTY, "the record has no line; accepted: line protocol");
      }
    } catch (Malformed e) {
      return e.undecodable();
    }
    events.forEach(sink::event);
    skips.forEach(sink::skipped);
    return null;
  }

  private static String text(byte[] value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("the value is not UTF-8; accepted: line protocol in UTF-8");
    }
  }

  private void line(
      InfluxLine line, long recordTime, List<SensorEvent> events, List<EventSink.Skip> skips) {
    Labels tags = Limits.labels(Labels.of(line.tags()));
    SensorId sensor = SensorNames.of(settings.sensorId(), tags, "host");
    long time =
        line.time() == null ? recordTime : settings.timestampUnit().toMillis(line.timeNumber());
    for (Map.Entry<String, String> field : line.fields().entrySet()) {
      double number = number(field.getKey(), field.getValue());
      if (Double.isNaN(number)) {
        skips.add(EventSink.Skip.TEXT);
      } else {
        String metric = Limits.name("metric", line.measurement() + "_" + field.getKey());
        Series series = cache.intern(new Series(sensor, metric, tags));
        events.add(new Reading(series, time, number));
      }
    }
  }

  /** The value of a field; NaN for text. */
  private static double number(String name, String value) {
    if (value.startsWith("\"")) {
      return Double.NaN;
    }
    if (TRUE.contains(value)) {
      return 1;
    }
    if (FALSE.contains(value)) {
      return 0;
    }
    boolean whole = value.endsWith("i") || value.endsWith("u");
    try {
      double number = Cells.plain(whole ? value.substring(0, value.length() - 1) : value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with the others.
    }
    throw new Malformed(
        "field \""
            + Malformed.shorten(name)
            + "\" is "
            + Malformed.shorten(value)
            + "; accepted: a number such as 3.2 or 3i, a truth value, or text in quotes");
  }
}
