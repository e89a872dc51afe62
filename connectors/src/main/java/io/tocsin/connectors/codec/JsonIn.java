package io.tocsin.connectors.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link JsonOut} wrote: members by name, unknown ones passed over.
 *
 * <p>Errors are {@link IllegalArgumentException}s that name member, value and what is accepted.
 */
record JsonIn(JsonNode node) {
  private static final ObjectReader READER = new JsonMapper().reader();

  static JsonIn read(byte[] value) {
    try {
      JsonNode node = READER.readTree(value);
      if (!node.isObject()) {
        throw new IllegalArgumentException(
            "not a JSON object: " + Malformed.shorten(node.toString()));
      }
      return new JsonIn(node);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  private JsonNode get(String name, boolean good, @Nullable JsonNode value, String accepted) {
    if (value == null || !good) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is "
              + (value == null ? "missing" : Malformed.shorten(value.toString()))
              + "; accepted: "
              + accepted);
    }
    return value;
  }

  String text(String name) {
    JsonNode value = node.get(name);
    return get(name, value != null && value.isTextual(), value, "text").textValue();
  }

  long integer(String name) {
    JsonNode value = node.get(name);
    return get(name, value != null && value.canConvertToLong(), value, "a whole number")
        .longValue();
  }

  int small(String name) {
    JsonNode value = node.get(name);
    return get(name, value != null && value.canConvertToInt(), value, "a whole number").intValue();
  }

  boolean flag(String name) {
    JsonNode value = node.get(name);
    return get(name, value != null && value.isBoolean(), value, "true or false").booleanValue();
  }

  double number(String name) {
    return number(name, node.get(name));
  }

  private double number(String name, @Nullable JsonNode value) {
    if (value != null && value.isNull()) {
      return Double.NaN;
    }
    if (value != null && value.isTextual()) {
      if (value.textValue().equals("+Inf")) {
        return Double.POSITIVE_INFINITY;
      }
      if (value.textValue().equals("-Inf")) {
        return Double.NEGATIVE_INFINITY;
      }
    }
    return get(
            name,
            value != null && value.isNumber(),
            value,
            "a number, null for none, \"+Inf\" or \"-Inf\"")
        .doubleValue();
  }

  Severity severity(String name) {
    return Severity.parse(text(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\""
                        + name
                        + "\" is \""
                        + Malformed.shorten(text(name))
                        + "\"; accepted: "
                        + Severity.acceptedWords()));
  }

  long time(String name) {
    JsonNode value = node.get(name);
    if (value != null && value.isNull()) {
      return Alert.OPEN;
    }
    byte[] text = text(name).getBytes(StandardCharsets.UTF_8);
    try {
      return Times.iso(text, 0, text.length);
    } catch (Malformed e) {
      throw new IllegalArgumentException("\"" + name + "\": " + e.getMessage(), e);
    }
  }

  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : object(name).properties()) {
      texts.put(e.getKey(), get(name, e.getValue().isTextual(), e.getValue(), "text").textValue());
    }
    return texts;
  }

  Map<String, Double> numbers(String name) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : object(name).properties()) {
      numbers.put(e.getKey(), number(name, e.getValue()));
    }
    return numbers;
  }

  Labels labels(String name) {
    return Labels.of(texts(name));
  }

  List<String> list(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : array(name)) {
      texts.add(get(name, text.isTextual(), text, "text").textValue());
    }
    return texts;
  }

  List<JsonIn> objects(String name) {
    List<JsonIn> objects = new ArrayList<>();
    for (JsonNode object : array(name)) {
      objects.add(new JsonIn(get(name, object.isObject(), object, "objects")));
    }
    return objects;
  }

  boolean has(String name) {
    return node.has(name);
  }

  JsonIn member(String name) {
    return new JsonIn(object(name));
  }

  private JsonNode object(String name) {
    JsonNode value = node.get(name);
    return get(name, value != null && value.isObject(), value, "an object");
  }

  private JsonNode array(String name) {
    JsonNode value = node.get(name);
    return get(name, value != null && value.isArray(), value, "an array");
  }

  Alert alert() {
    return new Alert(
        Words.parse(AlertStatus.class, "status", text("status")),
        labels("labels"),
        Map.copyOf(texts("annotations")),
        time("startsAt"),
        time("endsAt"),
        text("fingerprint"),
        number("value"),
        expected(),
        text("rule"),
        small("rule_version"),
        small("revision"),
        text("reason"),
        flag("historical"),
        text("explanation"));
  }

  private @Nullable Expected expected() {
    JsonNode value = node.get("expected");
    if (value == null || value.isNull()) {
      return null;
    }
    JsonIn expected = new JsonIn(get("expected", value.isObject(), value, "an object or null"));
    return new Expected(expected.number("low"), expected.number("high"));
  }
}
