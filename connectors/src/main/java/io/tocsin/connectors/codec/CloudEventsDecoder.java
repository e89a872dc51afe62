package io.tocsin.connectors.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.Records;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 in the Kafka binding, binary or structured, with JSON data: each number in the
 * data, however deep, is a reading named by its path joined with {@code _}. The attributes {@code
 * source}, {@code subject} and {@code type} are labels; the sensor is the source. The time is the
 * event's, else the record's.
 */
final class CloudEventsDecoder extends TreeDecoder {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String[] ATTRIBUTES = {"source", "subject", "type"};

  CloudEventsDecoder(CodecSettings settings) {
    super(settings);
  }

  /** Attributes of the binary mode's headers, and the data, in the structured mode's shape. */
  @Override
  JsonNode arranged(JsonNode value, Records records, int index) {
    String type = header(records, index, "content-type");
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/cloudevents")) {
      return value;
    }
    var event = MAPPER.createObjectNode();
    for (String name : new String[] {"specversion", "source", "subject", "type", "time"}) {
      String text = header(records, index, "ce_" + name);
      if (text != null) {
        event.put(name, text);
      }
    }
    return event.set("data", value);
  }

  private static @Nullable String header(Records records, int index, String name) {
    byte[] value = records.header(index, name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  void read(JsonNode root, long recordTime) {
    requireObject(root, "the value");
    if (!root.path("specversion").asText().startsWith("1.")) {
      throw wrong("specversion", root.get("specversion"), "1.0, in headers ce_… or in the value");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String name : ATTRIBUTES) {
      if (root.has(name)) {
        attributes.put(name, Limits.text(name, text(root, name), Limits.LABEL_VALUE));
      }
    }
    Labels labels = Labels.of(attributes);
    SensorId sensor = sensor(labels, "source");
    long time = recordTime;
    if (root.has("time")) {
      byte[] text = text(root, "time").getBytes(StandardCharsets.UTF_8);
      time = Times.iso(text, 0, text.length);
    }
    JsonNode data = root.get("data");
    requireObject(data, "data");
    numbers("", data, sensor, labels, time);
  }

  private void numbers(String path, JsonNode value, SensorId sensor, Labels labels, long time) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        String name = promName(member.getKey());
        numbers(path.isEmpty() ? name : path + "_" + name, member.getValue(), sensor, labels, time);
      }
    } else if (value.isNumber()) {
      reading(sensor, path, labels, time, value);
    } else {
      skip(value.isNull() ? EventSink.Skip.NULL : EventSink.Skip.TEXT);
    }
  }
}
