package io.tocsin.deploy.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Report report =
      new Report(
          "windowed",
          "17.0.15",
          List.of("2 cores"),
          List.of(figures("tocsin", 300_000, 5), figures("kafka-streams", 60_000, 30)));

  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(Spread.of(List.of(4, 1, 3, 9), Integer::doubleValue))
        .isEqualTo(new Spread(3.5, 1, 9));
    assertThat(Spread.of(List.of(7, 5, 6), Integer::doubleValue)).isEqualTo(new Spread(6, 5, 7));
    assertThatThrownBy(() -> Spread.of(List.<Integer>of(), Integer::doubleValue))
        .hasMessageContaining("no run");
  }

  /** What programs may rely on; the report may say more. */
  private static final String AGREED =
      """
      {"workload": "windowed", "jdk": "17.0.15",
       "systems": {
         "tocsin": {
           "events_per_s": {"median": 300000.0, "min": 299000.0, "max": 301000.0},
           "cpu_s_per_million": {"median": 5.0, "min": 4.0, "max": 6.0},
           "rss_mib": {"median": 1.0, "min": 1.0, "max": 1.0},
           "outputs": 100, "correct": true},
         "kafka-streams": {
           "events_per_s": {"median": 60000.0, "min": 59000.0, "max": 61000.0},
           "cpu_s_per_million": {"median": 30.0, "min": 29.0, "max": 31.0},
           "rss_mib": {"median": 1.0, "min": 1.0, "max": 1.0},
           "outputs": 100, "correct": true}},
       "ratios": {"kafka-streams": {"events_per_s": 5.0, "cpu": 6.0}}}
      """;

  @Test
  void jsonHasTheAgreedFormFieldByField() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode agreed = mapper.readTree(AGREED);
    JsonNode json = mapper.readTree(JsonReport.of(report));

    assertThat(only(agreed, json)).isEqualTo(agreed);
    assertThat(json.at("/systems")).as("no other system").hasSize(2);
    assertThat(json.at("/ratios")).as("of ours to the others").hasSize(1);
  }

  /** What a report says in the fields of a form. */
  private static JsonNode only(JsonNode form, JsonNode json) {
    if (!form.isObject()) {
      return json;
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    form.fieldNames()
        .forEachRemaining(name -> fields.set(name, only(form.get(name), json.path(name))));
    return fields;
  }

  @Test
  void aVariantOfOursIsComparedWhereNoPlainOneTookPart() {
    SystemFigures alerting = figures("tocsin-alerting", 120_000, 10);
    SystemFigures peer = figures("kafka-streams", 60_000, 30);
    Report without = new Report("alerting", "17.0.15", List.of(), List.of(peer, alerting));
    Report with =
        new Report(
            "alerting", "17.0.15", List.of(), List.of(alerting, peer, figures("tocsin", 1, 1)));

    assertThat(without.ours()).contains(alerting);
    assertThat(with.ours()).map(SystemFigures::name).contains("tocsin");
    assertThat(MarkdownReport.of(without)).contains("`kafka-streams`: 2.00 × its events/s");
  }

  @Test
  void markdownHasARowPerSystemAndTellsTheSettings() {
    String text = MarkdownReport.of(report);
    assertThat(text)
        .contains("| kafka-streams | 30.00 (29.00–31.00) | 60,000 (")
        .contains("`kafka-streams`: 5.00 × its events/s, 1/6.00 of its CPU time")
        .contains("threads=2")
        .contains("visible at once.");
  }

  private static SystemFigures figures(String name, double speed, double cpu) {
    Spread one = new Spread(1, 1, 1);
    return new SystemFigures(
        name,
        new Spread(speed, speed - 1_000, speed + 1_000),
        new Spread(cpu, cpu - 1, cpu + 1),
        one,
        one,
        one,
        one,
        one,
        one,
        one,
        one,
        100,
        true,
        "",
        Map.of("threads", "2"),
        "visible at once");
  }
}
