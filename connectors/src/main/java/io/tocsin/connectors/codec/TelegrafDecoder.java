package io.tocsin.connectors.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Telegraf's {@code json} serializer: one metric {@code {"name","tags","fields","timestamp"}}, or
 * its batch form {@code {"metrics":[…]}}. Each numeric field is a reading of metric {@code
 * name_field} (true is 1, false is 0), tags are labels, and fields of text make no event.
 */
final class TelegrafDecoder extends TreeDecoder {
  TelegrafDecoder(CodecSettings settings) {
    super(settings);
  }

  @Override
  void read(JsonNode root, long recordTime) {
    requireObject(root, "the value");
    JsonNode metrics = root.get("metrics");
    if (metrics == null) {
      metric(root, recordTime);
      return;
    }
    if (!metrics.isArray()) {
      throw wrong("metrics", metrics, "an array of metrics");
    }
    for (JsonNode metric : metrics) {
      requireObject(metric, "metrics");
      metric(metric, recordTime);
    }
  }

  private void metric(JsonNode metric, long recordTime) {
    String name = text(metric, "name");
    Labels tags = labels(metric.get("tags"), "tags");
    JsonNode fields = metric.get("fields");
    requireObject(fields, "fields");
    SensorId sensor = sensor(tags, "host");
    long time = time(metric.get("timestamp"), recordTime);
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      JsonNode value = field.getValue();
      if (value.isNumber() || value.isBoolean()) {
        reading(sensor, name + "_" + field.getKey(), tags, time, value);
      } else if (value.isTextual()) {
        skip(EventSink.Skip.TEXT);
      } else if (value.isNull()) {
        skip(EventSink.Skip.NULL);
      } else {
        throw wrong("fields." + field.getKey(), value, "a number, true, false or text");
      }
    }
  }

  private long time(@Nullable JsonNode timestamp, long recordTime) {
    if (timestamp == null) {
      return recordTime;
    }
    if (timestamp.isTextual()) {
      byte[] text = timestamp.textValue().getBytes(StandardCharsets.UTF_8);
      return Times.iso(text, 0, text.length);
    }
    if (!timestamp.isNumber()) {
      throw new Malformed(
          Reason.BAD_TIME,
          "\"timestamp\" is " + timestamp + "; accepted: a number, or ISO-8601 with its offset");
    }
    return time(timestamp.doubleValue());
  }
}
