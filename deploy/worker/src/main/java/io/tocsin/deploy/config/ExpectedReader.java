package io.tocsin.deploy.config;

import io.tocsin.deploy.worker.ExpectedSensors;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.window.ExpectedSensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code expected_sensors}: a CSV file whose columns are {@code sensor} and labels, or a
 * topic.
 */
final class ExpectedReader {
  private ExpectedReader() {}

  static ExpectedSensors read(ConfigMap root) {
    if (!root.has("expected_sensors")) {
      return ExpectedSensors.NONE;
    }
    ConfigMap map = root.map("expected_sensors");
    ConfigNode file = map.get("file");
    Optional<String> topic = map.string("topic");
    if (file.present() == topic.isPresent()) {
      map.problem("exactly one of file and topic is needed", null);
    }
    List<ExpectedSensor> listed = new ArrayList<>();
    file.string().ifPresent(name -> listed.addAll(file(file, folder(map).resolve(name))));
    map.done();
    return new ExpectedSensors(listed, topic);
  }

  private static Path folder(ConfigMap map) {
    Path parent = Path.of(map.file()).toAbsolutePath().getParent();
    return parent == null ? Path.of("").toAbsolutePath() : parent;
  }

  private static List<ExpectedSensor> file(ConfigNode node, Path path) {
    List<ExpectedSensor> sensors = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(path);
      List<String> names = lines.isEmpty() ? List.of() : cells(lines.get(0));
      if (!names.contains("sensor")) {
        node.problem("the first line of " + path + " must name the columns, one of them sensor");
        return sensors;
      }
      for (int i = 1; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          sensor(node, path, i + 1, names, cells(lines.get(i))).ifPresent(sensors::add);
        }
      }
    } catch (IOException e) {
      node.problem(path + ": " + TextFile.reason(e));
    }
    return sensors;
  }

  private static Optional<ExpectedSensor> sensor(
      ConfigNode node, Path path, int line, List<String> names, List<String> cells) {
    if (cells.size() != names.size() || cells.stream().anyMatch(cell -> cell.contains("\""))) {
      node.problem(
          path + " line " + line + ": accepted are " + names.size() + " cells without quotes");
      return Optional.empty();
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      labels.put(names.get(i), cells.get(i));
    }
    String sensor = labels.getOrDefault("sensor", "");
    if (sensor.isEmpty() || sensor.length() > SensorId.MAX_LENGTH) {
      node.problem(path + " line " + line + ": the sensor's id must not be empty, nor too long");
      return Optional.empty();
    }
    return Optional.of(new ExpectedSensor(new SensorId(sensor), Labels.of(labels)));
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split(",", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }
}
