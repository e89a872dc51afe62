package io.tocsin.deploy.benchmark.system;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which rules and detectors a run of the windowed job has besides its windows. */
enum Rules {
  NONE("none", List.of()),

  /**
   * Most hold for some sensors at any time, so that alerts come and go with every third reading.
   */
  STORM(
      "20 rules and a learned detector, an alert every third reading",
      List.of(
          "pressure > 119.5",
          "pressure < 20.25",
          "avg_over_time(pressure[10s]) > 95",
          "avg_over_time(pressure[10s]) < 45",
          "max_over_time(pressure[10s]) > 119",
          "min_over_time(pressure[10s]) < 20.5",
          "stddev_over_time(pressure[10s]) > 42",
          "sum_over_time(pressure[10s]) > 950",
          "count_over_time(pressure[10s]) < 5",
          "avg_over_time(pressure[30s]) > 85",
          "avg_over_time(pressure[30s]) < 55",
          "max_over_time(pressure[30s]) > 119.5",
          "min_over_time(pressure[30s]) > 40",
          "stddev_over_time(pressure[30s]) > 36",
          "avg_over_time(pressure[1m]) > 80",
          "avg_over_time(pressure[1m]) < 60",
          "max_over_time(pressure[1m]) < 100",
          "min_over_time(pressure[1m]) > 35",
          "deriv(pressure[1m]) > 1",
          "stddev_over_time(pressure[1m]) > 34")),

  /** The same functions and ranges with limits as one sets them: seldom passed. */
  SELDOM(
      "20 rules and a learned detector, seldom an alert",
      List.of(
          "pressure > 119.5",
          "pressure < 20.25",
          "avg_over_time(pressure[10s]) > 105",
          "avg_over_time(pressure[10s]) < 35",
          "max_over_time(pressure[10s]) < 60",
          "min_over_time(pressure[10s]) > 80",
          "stddev_over_time(pressure[10s]) > 46",
          "sum_over_time(pressure[10s]) > 1050",
          "count_over_time(pressure[10s]) < 5",
          "avg_over_time(pressure[30s]) > 90",
          "avg_over_time(pressure[30s]) < 50",
          "max_over_time(pressure[30s]) < 95",
          "min_over_time(pressure[30s]) > 45",
          "stddev_over_time(pressure[30s]) > 38",
          "avg_over_time(pressure[1m]) > 84",
          "avg_over_time(pressure[1m]) < 56",
          "max_over_time(pressure[1m]) < 107",
          "min_over_time(pressure[1m]) > 33",
          "deriv(pressure[1m]) > 0.8",
          "stddev_over_time(pressure[1m]) > 35.2"));

  private static final String DETECTOR =
      """
        - alert: PressureUnusual
          anomaly: { metric: pressure, method: auto, false_alarms: 1/100000 }
          labels: { severity: info }
      """;

  private final String words;
  private final String file;

  Rules(String words, List<String> conditions) {
    this.words = words;
    this.file =
        conditions.isEmpty()
            ? "groups: []\n"
            : file(
                "plant",
                IntStream.range(0, conditions.size())
                    .mapToObj(i -> rule("Pressure" + i, conditions.get(i)))
                    .collect(Collectors.joining("", "", DETECTOR)));
  }

  /** What a report says of them. */
  String words() {
    return words;
  }

  /** The file that a worker is given. */
  String file() {
    return file;
  }

  /** A file of one group with these rules. */
  static String file(String group, String rules) {
    return "groups:\n- name: " + group + "\n  interval: 10s\n  rules:\n" + rules;
  }

  private static String rule(String name, String condition) {
    return "  - alert: %s\n    expr: %s\n    labels: { severity: warning }\n"
        .formatted(name, condition);
  }
}
