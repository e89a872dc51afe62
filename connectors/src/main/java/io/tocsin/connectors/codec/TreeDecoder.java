package io.tocsin.connectors.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the decoders of other people's JSON share: parsing, naming, and all or nothing. */
abstract class TreeDecoder implements Decoder {
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(JsonScanner.MAX_DEPTH)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private final CodecSettings settings;
  private final SeriesCache cache;
  private final List<SensorEvent> events = new ArrayList<>();
  private final Map<EventSink.Skip, Integer> skips = new EnumMap<>(EventSink.Skip.class);

  TreeDecoder(CodecSettings settings) {
    this.settings = settings;
    this.cache = new SeriesCache(settings.maxSeries());
  }

  /** Takes a document apart by {@link #reading}, {@link #skip} and {@link Malformed}. */
  abstract void read(JsonNode root, long recordTime);

  /** The document to read, for formats that keep a part of it in the record's headers. */
  JsonNode arranged(JsonNode value, Records records, int index) {
    return value;
  }

  @Override
  public final boolean passThrough() {
    return false;
  }

  @Override
  public final @Nullable Undecodable decode(Records records, int index, EventSink sink) {
    byte[] value = records.value(index);
    if (value == null || value.length == 0) {
      return new Undecodable(Reason.EMPTY, "the record has no value; accepted: JSON");
    }
    if (value.length > settings.maxBytes()) {
      return Limits.tooLarge(value.length, settings.maxBytes());
    }
    events.clear();
    skips.clear();
    try {
      read(arranged(parse(value), records, index), records.timestamp(index));
    } catch (Malformed e) {
      return e.undecodable();
    }
    events.forEach(sink::event);
    skips.forEach(
        (why, count) -> {
          for (int i = 0; i < count; i++) {
            sink.skipped(why);
          }
        });
    return null;
  }

  private static JsonNode parse(byte[] value) {
    try {
      JsonNode root = READER.readTree(value);
      if (root.isMissingNode()) {
        throw new Malformed(Reason.EMPTY, "the value is white space; accepted: JSON");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new Malformed("not JSON: " + e.getOriginalMessage() + "; accepted: one JSON text");
    } catch (IOException e) {
      throw new Malformed("not JSON: " + e.getMessage() + "; accepted: UTF-8 JSON");
    }
  }

  final void skip(EventSink.Skip why) {
    skips.merge(why, 1, Integer::sum);
  }

  /** Adds a reading, or counts why it is none. */
  final void reading(SensorId sensor, String metric, Labels labels, long time, JsonNode value) {
    double number = value.isBoolean() ? (value.booleanValue() ? 1 : 0) : value.doubleValue();
    if (!Double.isFinite(number)) {
      skip(EventSink.Skip.NOT_FINITE);
      return;
    }
    Series series = new Series(sensor, Limits.name("metric", metric), labels);
    events.add(new Reading(cache.intern(series), time, number));
  }

  final void report(Report report) {
    events.add(report);
  }

  /** The sensor that the configured labels name, or else the first usual one that is there. */
  final SensorId sensor(Labels labels, String... usual) {
    return SensorNames.of(settings.sensorId(), labels, usual);
  }

  /** A name with {@code _} for everything that PromQL's names cannot have. */
  static String promName(String name) {
    StringBuilder legal = new StringBuilder(name);
    for (int i = 0; i < legal.length(); i++) {
      char c = legal.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        legal.setCharAt(i, '_');
      }
    }
    return legal.toString();
  }

  final long time(double number) {
    return settings.timestampUnit().toMillis(number);
  }

  /** Text members of an object as labels. */
  static Labels labels(@Nullable JsonNode object, String what) {
    if (object == null || object.isNull()) {
      return Labels.NONE;
    }
    requireObject(object, what);
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!member.getValue().isTextual()) {
        throw wrong(what + "." + member.getKey(), member.getValue(), "text");
      }
      String text = member.getValue().textValue();
      labels.put(
          Limits.name(what, member.getKey()),
          Limits.text(member.getKey(), text, Limits.LABEL_VALUE));
    }
    return Limits.labels(Labels.of(labels));
  }

  /** A member that must be text. */
  static String text(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isTextual()) {
      throw wrong(name, value, "text");
    }
    return value.textValue();
  }

  static void requireObject(@Nullable JsonNode value, String what) {
    if (value == null || !value.isObject()) {
      throw wrong(what, value, "an object");
    }
  }

  static Malformed wrong(String name, @Nullable JsonNode value, String accepted) {
    return new Malformed(
        "\""
            + Malformed.shorten(name)
            + "\" is "
            + (value == null ? "missing" : Malformed.shorten(value.toString()))
            + "; accepted: "
            + accepted);
  }
}
