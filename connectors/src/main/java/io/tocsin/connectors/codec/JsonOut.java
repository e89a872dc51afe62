package io.tocsin.connectors.codec;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Writes JSON whose bytes depend on the content alone: fixed member order, maps by name. */
final class JsonOut {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonOut() {}

  /** Writes something with a generator. */
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] object(Writer members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }

  /** Milliseconds as ISO-8601 in UTC, with three decimals. */
  static String time(long millis) {
    String text = Instant.ofEpochMilli(millis).toString();
    int end = text.length() - 1;
    int point = text.indexOf('.');
    return point >= 0 ? text : text.substring(0, end) + ".000Z";
  }

  static void time(JsonGenerator json, String name, long millis) throws IOException {
    if (millis == Alert.OPEN) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, time(millis));
    }
  }

  /** NaN (none) is null; JSON has no infinities, so they are Prometheus' words. */
  static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isNaN(value)) {
      json.writeNullField(name);
    } else if (Double.isInfinite(value)) {
      json.writeStringField(name, value > 0 ? "+Inf" : "-Inf");
    } else {
      json.writeNumberField(name, value);
    }
  }

  static void labels(JsonGenerator json, String name, Labels labels) throws IOException {
    texts(json, name, labels.toMap());
  }

  static void texts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> e : new TreeMap<>(texts).entrySet()) {
      json.writeStringField(e.getKey(), e.getValue());
    }
    json.writeEndObject();
  }

  static void texts(JsonGenerator json, String name, Iterable<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /** The members of an alert, in the order of the contract. */
  static void alert(JsonGenerator json, Alert alert) throws IOException {
    json.writeStringField("status", Words.of(alert.status()));
    labels(json, "labels", alert.labels());
    texts(json, "annotations", alert.annotations());
    time(json, "startsAt", alert.startsAt());
    time(json, "endsAt", alert.endsAt());
    json.writeStringField("fingerprint", alert.fingerprint());
    number(json, "value", alert.value());
    Expected expected = alert.expected();
    if (expected == null) {
      json.writeNullField("expected");
    } else {
      json.writeObjectFieldStart("expected");
      number(json, "low", expected.low());
      number(json, "high", expected.high());
      json.writeEndObject();
    }
    json.writeStringField("rule", alert.rule());
    json.writeNumberField("rule_version", alert.ruleVersion());
    json.writeNumberField("revision", alert.revision());
    json.writeStringField("reason", alert.reason());
    json.writeBooleanField("historical", alert.historical());
    json.writeStringField("explanation", alert.explanation());
  }
}
