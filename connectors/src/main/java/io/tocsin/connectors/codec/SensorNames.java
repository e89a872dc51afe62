package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import java.util.List;

/** Makes sensor ids of labels. */
final class SensorNames {
  private SensorNames() {}

  /**
   * The sensor that labels name: the values of all configured ones that are there, joined by {@code
   * /}; where none is configured, the first usual one that is there.
   */
  static SensorId of(List<String> configured, Labels labels, String... usual) {
    StringBuilder id = new StringBuilder();
    for (String name : configured.isEmpty() ? List.of(usual) : configured) {
      String value = labels.getOrEmpty(name);
      if (!value.isEmpty()) {
        id.append(id.isEmpty() ? "" : "/").append(value);
        if (configured.isEmpty()) {
          break;
        }
      }
    }
    if (id.isEmpty()) {
      throw new Malformed(
          "no sensor: none of the labels "
              + (configured.isEmpty() ? List.of(usual) : configured)
              + " (sensor_id) is in "
              + Malformed.shorten(labels.toString())
              + "; accepted: at least one of them");
    }
    return new SensorId(Limits.name("sensor", id.toString()));
  }
}
