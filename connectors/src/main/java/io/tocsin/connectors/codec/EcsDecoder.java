package io.tocsin.connectors.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Metric documents in Elastic's common schema, as Metricbeat writes them: each number, however
 * deep, is a reading named by its path joined with {@code _}; each text is a label. What only tells
 * of the agent is left out. The sensor is {@code host_name}, else {@code agent_name}.
 */
final class EcsDecoder extends TreeDecoder {
  private static final Set<String> ABOUT_THE_AGENT =
      Set.of(
          "@timestamp", "@metadata", "@version", "agent", "ecs", "event", "metricset", "message");

  EcsDecoder(CodecSettings settings) {
    super(settings);
  }

  @Override
  void read(JsonNode root, long recordTime) {
    requireObject(root, "the value");
    byte[] text = text(root, "@timestamp").getBytes(StandardCharsets.UTF_8);
    long time = Times.iso(text, 0, text.length);
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, JsonNode> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : root.properties()) {
      if (!ABOUT_THE_AGENT.contains(member.getKey())) {
        flatten(promName(member.getKey()), member.getValue(), texts, numbers);
      }
    }
    add(texts, "event_dataset", root.at("/event/dataset"));
    Labels labels = Limits.labels(Labels.of(texts));
    Map<String, String> named = new LinkedHashMap<>(texts);
    add(named, "agent_name", root.at("/agent/name"));
    SensorId sensor = sensor(Labels.of(named), "host_name", "agent_name");
    numbers.forEach((name, value) -> reading(sensor, name, labels, time, value));
  }

  private static void add(Map<String, String> texts, String name, JsonNode value) {
    if (value.isTextual()) {
      texts.put(name, Limits.text(name, value.textValue(), Limits.LABEL_VALUE));
    }
  }

  private static void flatten(
      String path, JsonNode value, Map<String, String> texts, Map<String, JsonNode> numbers) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        flatten(path + "_" + promName(member.getKey()), member.getValue(), texts, numbers);
      }
    } else if (value.isNumber()) {
      numbers.put(path, value);
    } else {
      add(texts, path, value);
    }
  }
}
