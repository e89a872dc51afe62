package io.tocsin.connectors.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The JSON of collectd's {@code write_kafka}: an array of value lists. Metric = plugin, then type
 * where it is another word, then data source where it is not {@code value}, joined by {@code _};
 * the instances, the host and the plugin are labels; the sensor is the host. A null is no zero: it
 * makes no event.
 */
final class CollectdDecoder extends TreeDecoder {
  CollectdDecoder(CodecSettings settings) {
    super(settings);
  }

  @Override
  void read(JsonNode root, long recordTime) {
    if (!root.isArray()) {
      throw wrong("the value", root, "an array of value lists");
    }
    for (JsonNode list : root) {
      requireObject(list, "value list");
      valueList(list);
    }
  }

  private void valueList(JsonNode list) {
    Labels labels = identity(list);
    SensorId sensor = sensor(labels, "host");
    JsonNode seconds = list.get("time");
    if (seconds == null || !seconds.isNumber()) {
      throw new Malformed(
          Reason.BAD_TIME, "\"time\" is " + seconds + "; accepted: decimal seconds since 1970");
    }
    // Decimal, not binary: 1795320615.171 must not become .170.
    long time =
        TimestampUnit.MILLISECONDS.toMillis(seconds.decimalValue().movePointRight(3).doubleValue());
    JsonNode values = array(list, "values");
    JsonNode names = array(list, "dsnames");
    if (values.size() != names.size()) {
      throw wrong("dsnames", names, "as many names as \"values\" has, " + values.size());
    }
    String base = base(list);
    for (int i = 0; i < values.size(); i++) {
      if (!names.get(i).isTextual()) {
        throw wrong("dsnames", names, "names");
      }
      value(sensor, metric(base, names.get(i).textValue()), labels, time, values.get(i));
    }
  }

  private void value(SensorId sensor, String metric, Labels labels, long time, JsonNode value) {
    if (value.isNull()) {
      skip(EventSink.Skip.NULL);
    } else if (value.isNumber()) {
      reading(sensor, metric, labels, time, value);
    } else {
      throw wrong("values", value, "numbers and null");
    }
  }

  private static String base(JsonNode list) {
    String plugin = text(list, "plugin");
    String type = text(list, "type");
    return plugin.equals(type) ? plugin : plugin + "_" + type;
  }

  private static String metric(String base, String dataSource) {
    return dataSource.equals("value") ? base : base + "_" + dataSource;
  }

  private static Labels identity(JsonNode list) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String name : new String[] {"host", "plugin"}) {
      labels.put(name, Limits.name(name, text(list, name)));
    }
    for (String name : new String[] {"plugin_instance", "type_instance"}) {
      if (list.has(name)) {
        labels.put(name, Limits.text(name, text(list, name), Limits.NAME));
      }
    }
    return Labels.of(labels);
  }

  private static JsonNode array(JsonNode list, String name) {
    JsonNode array = list.get(name);
    if (array == null || !array.isArray()) {
      throw wrong(name, array, "an array");
    }
    return array;
  }
}
