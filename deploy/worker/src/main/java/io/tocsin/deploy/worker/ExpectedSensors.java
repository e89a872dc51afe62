package io.tocsin.deploy.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tocsin.connectors.kafka.KeyPartitions;
import io.tocsin.connectors.kafka.TopicReader;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.window.ExpectedSensor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sensors that count even if they never report.
 *
 * @param listed in a file
 * @param topic compacted, one record for each sensor: its id as key, its labels as a JSON object or
 *     nothing in particular as value, a tombstone when it is gone
 */
public record ExpectedSensors(List<ExpectedSensor> listed, Optional<String> topic) {
  /** None. */
  public static final ExpectedSensors NONE = new ExpectedSensors(List.of(), Optional.empty());

  private static final Logger LOG = LoggerFactory.getLogger(ExpectedSensors.class);
  private static final ObjectReader JSON = new ObjectMapper().reader();
  private static final Duration POLL = Duration.ofMillis(200);

  /** Copies the list. */
  public ExpectedSensors {
    listed = List.copyOf(listed);
  }

  /** The same with what the topic holds now in the list. */
  ExpectedSensors read(Map<String, String> kafka) {
    if (topic.isEmpty()) {
      return this;
    }
    Map<SensorId, ExpectedSensor> found = new LinkedHashMap<>();
    listed.forEach(one -> found.put(one.sensor(), one));
    try (TopicReader reader = new TopicReader(kafka, List.of(topic.get()))) {
      if (reader.partitions() == 0) {
        LOG.warn("no topic {}: nobody is expected", topic.get());
      }
      boolean atEnd = false;
      while (!atEnd) {
        atEnd = reader.atEnd();
        for (Records records : reader.poll(POLL)) {
          take(records, found);
        }
      }
    }
    return new ExpectedSensors(new ArrayList<>(found.values()), Optional.empty());
  }

  private static void take(Records records, Map<SensorId, ExpectedSensor> found) {
    for (int i = 0; i < records.size(); i++) {
      byte[] key = records.key(i);
      if (key == null || key.length == 0 || key.length > SensorId.MAX_LENGTH) {
        LOG.warn(
            "{}-{} offset {}: passed over, accepted as key is a sensor's id",
            records.topic(),
            records.partition(),
            records.offset(i));
        continue;
      }
      SensorId sensor = new SensorId(new String(key, UTF_8));
      byte[] value = records.value(i);
      if (value == null) {
        found.remove(sensor);
      } else {
        found.put(sensor, new ExpectedSensor(sensor, labels(value)));
      }
    }
  }

  /** Members that are texts; none if the value is no JSON object. */
  private static Labels labels(byte[] value) {
    Map<String, String> labels = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> member : JSON.readTree(value).properties()) {
        if (member.getValue().isTextual()) {
          labels.put(member.getKey(), member.getValue().textValue());
        }
      }
    } catch (IOException e) {
      LOG.debug("the value of an expected sensor is no JSON", e);
    }
    return Labels.of(labels);
  }

  /** Those whose events come to a partition. */
  public List<ExpectedSensor> of(int partition, int partitions) {
    return listed.stream()
        .filter(
            one -> KeyPartitions.of(one.sensor().value().getBytes(UTF_8), partitions) == partition)
        .toList();
  }
}
