package io.tocsin.connectors.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.pipeline.event.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The native format, said once more, the plain way, over Jackson and java.time: what the scanner is
 * compared with. Events come as lines of text, and null means refused.
 */
final class ReferenceDecoder {
  private static final Set<String> MEMBERS =
      Set.of(
          "sensor",
          "metric",
          "value",
          "values",
          "time",
          "labels",
          "type",
          "severity",
          "component",
          "message",
          "details",
          "context");

  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})"
              + "(?::([0-9]{2})(?:[.,]([0-9]+))?)?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)");

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(JsonScanner.MAX_DEPTH).build())
              .build());

  private ReferenceDecoder() {}

  static @Nullable List<String> decode(byte[] value, long recordTime) {
    try {
      // Jackson would also read UTF-16, a byte order mark, and UTF-8's overlong forms.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      if (text.startsWith("\uFEFF")) {
        return null;
      }
      Set<String> twice = checkTokens(text);
      return events(MAPPER.readTree(text), twice, recordTime);
    } catch (IOException | Refused e) {
      return null;
    }
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void require(boolean good) {
    if (!good) {
      throw new Refused();
    }
  }

  /**
   * Checks what a tree no longer shows: names that come twice, halves of pairs, what follows.
   *
   * @return the members in which a name comes twice
   */
  private static Set<String> checkTokens(String text) throws IOException {
    try (JsonParser json = MAPPER.createParser(text)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      Set<String> top = new HashSet<>();
      Set<String> second = new HashSet<>();
      Set<String> twice = new HashSet<>();
      String member = "";
      int depth = 1;
      while (depth > 0) {
        JsonToken token = json.nextToken();
        require(token != null);
        if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
          require(StandardCharsets.UTF_8.newEncoder().canEncode(json.getText()));
        }
        if (token == JsonToken.FIELD_NAME && depth == 1) {
          member = json.currentName();
          require(top.add(member) || !MEMBERS.contains(member));
          second.clear();
        } else if (token == JsonToken.FIELD_NAME && depth == 2 && !second.add(json.currentName())) {
          twice.add(member);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      require(json.nextToken() == null);
      return twice;
    }
  }

  private static List<String> events(JsonNode root, Set<String> twice, long recordTime) {
    boolean metric = has(root, "metric");
    boolean value = has(root, "value");
    boolean values = has(root, "values");
    boolean type = has(root, "type");
    String sensor = name(text(root, "sensor"));
    require((metric || value ? 1 : 0) + (values ? 1 : 0) + (type ? 1 : 0) == 1);
    long time = has(root, "time") ? time(root.get("time")) : recordTime;
    Map<String, String> labels = labels(root.get("labels"));
    List<String> events = new ArrayList<>();
    require(!twice.contains("labels"));
    if (type) {
      require(!twice.contains("details") && !twice.contains("context"));
      report(root, sensor);
      events.add("report " + sensor + " " + text(root, "type") + " " + time + " " + labels);
    } else if (values) {
      require(!twice.contains("values"));
      require(root.get("values").isObject() && !root.get("values").isEmpty());
      root.get("values")
          .properties()
          .forEach(e -> events.add(line(sensor, e.getKey(), labels, time, e.getValue())));
    } else {
      String name = text(root, "metric");
      require(name != null && value);
      events.add(line(sensor, String.valueOf(name), labels, time, root.get("value")));
    }
    return events;
  }

  private static void report(JsonNode root, String sensor) {
    name(text(root, "type"));
    String component = text(root, "component");
    name(component == null ? sensor : component);
    String severity = text(root, "severity");
    require(severity == null || Severity.parse(severity).isPresent());
    text(root, "message");
    for (String name : new String[] {"details", "context"}) {
      require(!has(root, name) || root.get(name).isObject());
    }
  }

  private static String name(@Nullable String name) {
    if (name == null || name.isEmpty() || name.length() > 512) {
      throw new Refused();
    }
    return name;
  }

  static String line(
      String sensor, String metric, Map<String, String> labels, long time, JsonNode value) {
    name(metric);
    require(value.isNumber() && Double.isFinite(value.doubleValue()));
    return sensor + " " + metric + " " + labels + " " + time + " " + (value.doubleValue() + 0.0);
  }

  private static boolean has(JsonNode root, String name) {
    return root.hasNonNull(name);
  }

  private static @Nullable String text(JsonNode root, String name) {
    if (!has(root, name)) {
      return null;
    }
    require(root.get(name).isTextual());
    return root.get(name).textValue();
  }

  private static Map<String, String> labels(@Nullable JsonNode node) {
    Map<String, String> labels = new TreeMap<>();
    if (node != null && !node.isNull()) {
      require(node.isObject() && node.size() <= 64);
      node.properties()
          .forEach(
              e -> {
                name(e.getKey());
                require(e.getValue().isTextual() && e.getValue().textValue().length() <= 4096);
                labels.put(e.getKey(), e.getValue().textValue());
              });
      labels.values().removeIf(String::isEmpty);
    }
    return labels;
  }

  private static long time(JsonNode time) {
    if (time.isNumber()) {
      double millis = time.doubleValue();
      require(millis >= 1e12 && millis < 253_402_300_800_000.0);
      return (long) millis;
    }
    require(time.isTextual());
    Matcher parts = TIME.matcher(time.textValue());
    require(parts.matches());
    int second = parts.group(6) == null ? 0 : Integer.parseInt(parts.group(6));
    require(second <= 60);
    String fraction = parts.group(7) == null ? "" : parts.group(7);
    long milli = Long.parseLong((fraction + "000").substring(0, 3));
    try {
      LocalDateTime minute =
          LocalDateTime.of(
              Integer.parseInt(parts.group(1)),
              Integer.parseInt(parts.group(2)),
              Integer.parseInt(parts.group(3)),
              Integer.parseInt(parts.group(4)),
              Integer.parseInt(parts.group(5)));
      ZoneOffset offset = ZoneOffset.of(parts.group(8).toUpperCase(Locale.ROOT));
      return minute.toInstant(offset).toEpochMilli() + second * 1000L + milli;
    } catch (DateTimeException e) {
      throw new Refused();
    }
  }
}
