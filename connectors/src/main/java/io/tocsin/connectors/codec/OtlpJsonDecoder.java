package io.tocsin.connectors.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OTLP metrics in JSON, one export request in a record: gauges and sums are readings; of histograms
 * and summaries, count and sum are (as {@code name_count} and {@code name_sum}), and the rest is
 * counted as unsupported. Plain attributes of resource and point are labels; in their names, and in
 * metrics', what PromQL's names cannot have becomes {@code _}. The sensor is {@code host_name},
 * else {@code service_instance_id}, else {@code service_name}. Numbers of 64 bits may be text.
 */
final class OtlpJsonDecoder extends TreeDecoder {
  OtlpJsonDecoder(CodecSettings settings) {
    super(settings);
  }

  @Override
  void read(JsonNode root, long recordTime) {
    requireObject(root, "the value");
    for (JsonNode resource : elements(root, "resourceMetrics", true)) {
      Map<String, String> attributes = new LinkedHashMap<>();
      addAttributes(attributes, resource.path("resource"));
      SensorId sensor =
          sensor(Labels.of(attributes), "host_name", "service_instance_id", "service_name");
      for (JsonNode scope : elements(resource, "scopeMetrics", false)) {
        for (JsonNode metric : elements(scope, "metrics", false)) {
          metric(sensor, attributes, metric, recordTime);
        }
      }
    }
  }

  private void metric(
      SensorId sensor, Map<String, String> attributes, JsonNode metric, long recordTime) {
    String name = promName(text(metric, "name"));
    for (String kind : new String[] {"gauge", "sum"}) {
      for (JsonNode point : elements(metric.path(kind), "dataPoints", false)) {
        add(sensor, name, attributes, point, value(point), recordTime);
      }
    }
    for (String kind : new String[] {"histogram", "exponentialHistogram", "summary"}) {
      for (JsonNode point : elements(metric.path(kind), "dataPoints", false)) {
        add(sensor, name + "_count", attributes, point, number(point, "count"), recordTime);
        if (point.has("sum")) {
          add(sensor, name + "_sum", attributes, point, number(point, "sum"), recordTime);
        }
        skip(EventSink.Skip.UNSUPPORTED);
      }
    }
  }

  private void add(
      SensorId sensor,
      String name,
      Map<String, String> attributes,
      JsonNode point,
      double value,
      long recordTime) {
    // Bit 0 of the flags: the producer has no value for this time.
    if ((point.path("flags").asInt() & 1) != 0) {
      skip(EventSink.Skip.NULL);
      return;
    }
    Map<String, String> labels = new LinkedHashMap<>(attributes);
    addAttributes(labels, point);
    long time =
        point.has("timeUnixNano")
            ? TimestampUnit.NANOSECONDS.toMillis(number(point, "timeUnixNano"))
            : recordTime;
    reading(sensor, name, Limits.labels(Labels.of(labels)), time, DoubleNode.valueOf(value));
  }

  private static double value(JsonNode point) {
    return point.has("asDouble") ? number(point, "asDouble") : number(point, "asInt");
  }

  private static double number(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value != null && value.isNumber()) {
      return value.doubleValue();
    }
    String text = value == null ? "" : value.asText();
    if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
      return Double.parseDouble(text);
    }
    try {
      return Cells.plain(text);
    } catch (NumberFormatException e) {
      throw wrong(name, value, "a number, as text or not");
    }
  }

  private static void addAttributes(Map<String, String> labels, JsonNode owner) {
    for (JsonNode attribute : elements(owner, "attributes", false)) {
      JsonNode value = attribute.path("value");
      for (String type : new String[] {"stringValue", "intValue", "doubleValue", "boolValue"}) {
        if (value.has(type)) {
          String name = Limits.name("attribute", promName(text(attribute, "key")));
          labels.put(name, Limits.text(name, value.get(type).asText(), Limits.LABEL_VALUE));
        }
      }
    }
  }

  private static Iterable<JsonNode> elements(JsonNode owner, String name, boolean required) {
    JsonNode array = owner.get(name);
    if (array == null && !required) {
      return List.of();
    }
    if (array == null || !array.isArray()) {
      throw wrong(name, array, "an array, as in an OTLP metrics request");
    }
    return array;
  }
}
