package io.tocsin.pipeline.promql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.pipeline.rule.expr.GoFloat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What Prometheus answered, kept so that it can be compared where it is not installed. */
final class GoldenResults {

  static final long START = OracleSeries.START + 120_000;
  static final long STEP = 293_000;
  static final int STEPS = 9;
  static final long END = START + (STEPS - 1) * STEP;

  private GoldenResults() {}

  static String write(Map<String, OracleResult> results) {
    StringBuilder out = new StringBuilder();
    results.forEach(
        (expr, result) -> {
          out.append("= ").append(expr).append('\n');
          if (result.failed()) {
            out.append("error\n");
          }
          result.points().forEach((series, points) -> out.append(line(series, points)));
        });
    return out.toString();
  }

  private static String line(String series, Map<Long, Double> points) {
    List<String> values = new ArrayList<>();
    for (long time = START; time <= END; time += STEP) {
      Double value = points.get(time);
      values.add(value == null ? "_" : GoFloat.general(value));
    }
    return String.join(" ", values) + "\t" + series + "\n";
  }

  static Map<String, OracleResult> read() throws IOException {
    Map<String, OracleResult> results = new LinkedHashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    GoldenResults.class.getResourceAsStream("prometheus-2.42.golden")),
                UTF_8))) {
      String expr = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("= ")) {
          expr = line.substring(2);
          results.put(expr, new OracleResult(false, new TreeMap<>()));
        } else if (line.equals("error")) {
          results.put(expr, OracleResult.error());
        } else {
          String[] parts = line.split("\t", 2);
          Objects.requireNonNull(results.get(expr)).points().put(parts[1], points(parts[0]));
        }
      }
    }
    return results;
  }

  private static Map<Long, Double> points(String values) {
    Map<Long, Double> points = new TreeMap<>();
    long time = START;
    for (String value : values.split(" ", -1)) {
      if (!value.equals("_")) {
        points.put(time, Double.parseDouble(value.replace("Inf", "Infinity")));
      }
      time += STEP;
    }
    return points;
  }
}
