package io.tocsin.connectors.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.tocsin.pipeline.event.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of prometheus-kafka-adapter: one sample, its value as text. The sensor is the label
 * {@code instance}; NaN, which also marks a series as stale, and infinities make no event. The
 * adapter cuts times to seconds.
 */
final class PromAdapterDecoder extends TreeDecoder {
  PromAdapterDecoder(CodecSettings settings) {
    super(settings);
  }

  @Override
  void read(JsonNode root, long recordTime) {
    requireObject(root, "the value");
    Labels labels = labels(root.get("labels"), "labels").without(List.of("__name__"));
    byte[] time = text(root, "timestamp").getBytes(StandardCharsets.UTF_8);
    reading(
        sensor(labels, "instance"),
        text(root, "name"),
        labels,
        Times.iso(time, 0, time.length),
        DoubleNode.valueOf(value(root.get("value"))));
  }

  private static double value(@Nullable JsonNode value) {
    if (value != null && value.isNumber()) {
      return value.doubleValue();
    }
    String text = value == null ? "" : value.asText();
    if (text.equals("NaN")) {
      return Double.NaN;
    }
    if (text.equals("+Inf") || text.equals("-Inf")) {
      return text.charAt(0) == '+' ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    try {
      return Cells.plain(text);
    } catch (NumberFormatException e) {
      throw wrong("value", value, "a number, as text or not, NaN, +Inf, -Inf");
    }
  }
}
