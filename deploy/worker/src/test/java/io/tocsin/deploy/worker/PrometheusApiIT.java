package io.tocsin.deploy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers have the members that Prometheus documents for {@code /api/v1/rules} and {@code
 * /api/v1/alerts}, with their types.
 */
class PrometheusApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RULES =
      """
      groups:
      - name: plant
        interval: 15s
        limit: 7
        labels: { team: line3 }
        rules:
        - alert: Hot
          expr: temp_c > 90
          keep_firing_for: 3s
          labels: { severity: critical }
          annotations: { summary: "{{ $labels.sensor }} is hot" }
        - alert: Odd
          anomaly: { metric: temp_c, method: auto, false_alarms: 1/1000 }
      - name: other
        rules:
        - { alert: Cold, expr: temp_c < 0, for: 1m30s }
      """;

  private static final TestKafka KAFKA = TestKafka.shared();
  private static WorkerProcess worker;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() {
    worker =
        KAFKA.worker(
            folder,
            """
            worker: { state_dir: "STATE", topic_prefix: api, partitions: 1, memory: 32MiB, http: { port: 0 } }
            sources: { s: { topics: [api.in], max_out_of_order: 0s, idle_after: 1s } }
            """,
            RULES);
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  private static JsonNode data(String path) throws JsonProcessingException {
    Http.Answer answer = Http.get(worker, path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).startsWith("application/json");
    JsonNode tree = JSON.readTree(answer.body());
    assertThat(tree.path("status").asText()).isEqualTo("success");
    return tree.path("data");
  }

  private static List<String> members(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void rulesAndAlertsHaveTheDocumentedShape() throws JsonProcessingException {
    JsonNode before = data("/api/v1/rules").path("groups");
    assertThat(before).hasSize(2);
    assertGroup(before.path(0), "plant", 15, 7);
    assertGroup(before.path(1), "other", 60, 0);
    JsonNode hot = before.path(0).path("rules").path(0);
    assertAlerting(hot, "Hot", "temp_c > 90");
    assertThat(hot.path("state").asText()).isEqualTo("inactive");
    assertThat(hot.path("alerts")).isEmpty();
    assertThat(hot.path("keepFiringFor").asDouble()).isEqualTo(3);
    assertThat(hot.path("labels").toString())
        .isEqualTo("{\"severity\":\"critical\",\"team\":\"line3\"}");
    assertThat(hot.path("annotations").path("summary").asText())
        .isEqualTo("{{ $labels.sensor }} is hot");
    assertThat(before.path(1).path("rules").path(0).path("duration").asDouble()).isEqualTo(90);

    KAFKA.send("api.in", "{\"sensor\":\"pump-7\",\"metric\":\"temp_c\",\"value\":95.5}");
    KAFKA.flush();
    TestKafka.await(
        "the view has the alert", () -> !data("/api/v1/alerts").path("alerts").isEmpty());

    assertAlert(data("/api/v1/alerts").path("alerts").path(0));
    JsonNode after = data("/api/v1/rules").path("groups").path(0).path("rules").path(0);
    assertAlerting(after, "Hot", "temp_c > 90");
    assertThat(after.path("state").asText()).isEqualTo("firing");
    assertThat(after.path("health").asText()).isEqualTo("ok");
    assertThat(Instant.parse(after.path("lastEvaluation").asText())).isAfter(Instant.EPOCH);
    assertAlert(after.path("alerts").path(0));
  }

  private static void assertGroup(JsonNode group, String name, double interval, int limit) {
    assertThat(members(group))
        .contains("name", "file", "interval", "limit", "rules", "evaluationTime", "lastEvaluation");
    assertThat(group.path("name").asText()).isEqualTo(name);
    assertThat(group.path("file").asText()).endsWith("rules.yaml");
    assertThat(group.path("interval").asDouble()).isEqualTo(interval);
    assertThat(group.path("limit").asInt()).isEqualTo(limit);
  }

  private static void assertAlerting(JsonNode rule, String name, String query) {
    assertThat(members(rule))
        .contains(
            "type",
            "name",
            "query",
            "duration",
            "keepFiringFor",
            "labels",
            "annotations",
            "alerts",
            "health",
            "evaluationTime",
            "lastEvaluation",
            "state");
    assertThat(rule.path("type").asText()).isEqualTo("alerting");
    assertThat(rule.path("name").asText()).isEqualTo(name);
    assertThat(rule.path("query").asText()).isEqualTo(query);
  }

  private static void assertAlert(JsonNode alert) {
    assertThat(members(alert))
        .containsExactlyInAnyOrder("labels", "annotations", "state", "activeAt", "value");
    assertThat(alert.path("labels").path("alertname").asText()).isEqualTo("Hot");
    assertThat(alert.path("labels").path("sensor").asText()).isEqualTo("pump-7");
    assertThat(alert.path("annotations").path("summary").asText()).isEqualTo("pump-7 is hot");
    assertThat(alert.path("state").asText()).isEqualTo("firing");
    assertThat(Instant.parse(alert.path("activeAt").asText())).isNotNull();
    assertThat(alert.path("value").isTextual()).isTrue();
    assertThat(Double.parseDouble(alert.path("value").asText())).isEqualTo(95.5);
  }

  @Test
  void rulesCanBeAskedForByType() throws JsonProcessingException {
    assertThat(data("/api/v1/rules?type=record").path("groups")).isEmpty();
    assertThat(data("/api/v1/rules?type=alert").path("groups")).hasSize(2);
    Http.Answer wrong = Http.get(worker, "/api/v1/rules?type=all");
    assertThat(wrong.status()).isEqualTo(400);
    JsonNode told = JSON.readTree(wrong.body());
    assertThat(told.path("status").asText()).isEqualTo("error");
    assertThat(told.path("errorType").asText()).isEqualTo("bad_data");
    assertThat(told.path("error").asText()).contains("\"all\"").contains("alert, record");
  }

  @Test
  void otherPathsAndMethodsAreTold() {
    assertThat(Http.get(worker, "/api/v1/query").status()).isEqualTo(404);
    assertThat(Http.get(worker, "/healthzz").status()).isEqualTo(404);
    assertThat(Http.post(worker, "/api/v1/alerts").status()).isEqualTo(405);
  }
}
