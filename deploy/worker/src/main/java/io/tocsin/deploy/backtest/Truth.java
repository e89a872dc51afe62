package io.tocsin.deploy.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was really wrong, and when. A file of it has one JSON object in a line: {@code sensor,
 * start, end}, times in ISO-8601 or epoch milliseconds; {@code sensor} may be {@code *}. Immutable.
 *
 * @param faults in the order of the file
 */
public record Truth(List<Fault> faults) {
  /** Copies. */
  public Truth {
    faults = List.copyOf(faults);
  }

  /**
   * One fault.
   *
   * @param sensor its name, {@code *} for any
   * @param start first instant, epoch milliseconds
   * @param end last instant, epoch milliseconds
   */
  public record Fault(String sensor, String kind, long start, long end) {
    boolean has(Firing firing, long after) {
      return (sensor.equals("*") || sensor.equals(firing.component()))
          && firing.start() >= start
          && firing.start() <= end + after;
    }
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if a line is no fault; the message names it
   */
  public static Truth read(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Fault> faults = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        String where = file + ", line " + (i + 1);
        try {
          faults.add(fault(json.readTree(lines.get(i)), where));
        } catch (JsonProcessingException e) {
          throw new IllegalArgumentException(where + ": no JSON object", e);
        }
      }
    }
    return new Truth(faults);
  }

  private static Fault fault(JsonNode node, String where) {
    JsonNode sensor = node.path("sensor");
    if (!sensor.isTextual()) {
      throw new IllegalArgumentException(where + ": \"sensor\" is missing; accepted: a name, or *");
    }
    long start = time(node, "start", where);
    long end = time(node, "end", where);
    if (end < start) {
      throw new IllegalArgumentException(where + ": \"end\" is before \"start\"");
    }
    return new Fault(sensor.asText(), node.path("kind").asText(""), start, end);
  }

  private static long time(JsonNode node, String key, String where) {
    JsonNode value = node.path(key);
    if (value.isIntegralNumber()) {
      return value.asLong();
    }
    try {
      return Instant.parse(value.asText("")).toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          where
              + ": \""
              + key
              + "\" is "
              + value
              + "; accepted: ISO-8601 such as 2026-01-31T10:00:00Z, or epoch milliseconds",
          e);
    }
  }
}
