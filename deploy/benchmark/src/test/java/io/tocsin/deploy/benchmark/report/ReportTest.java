package io.tocsin.deploy.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

  @Test
  void jsonHasTheAgreedShape() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(report));
    assertThat(json.at("/workload").asText()).isEqualTo("windowed");
    assertThat(json.at("/jdk").asText()).isEqualTo("17.0.15");
    assertThat(json.at("/systems/tocsin/events_per_s/median").asDouble()).isEqualTo(300_000);
    assertThat(json.at("/systems/tocsin/cpu_s_per_million/max").asDouble()).isEqualTo(6);
    assertThat(json.at("/systems/tocsin/rss_mib/min").isNumber()).isTrue();
    assertThat(json.at("/systems/tocsin/outputs").asLong()).isEqualTo(100);
    assertThat(json.at("/systems/tocsin/correct").asBoolean()).isTrue();
    assertThat(json.at("/ratios/kafka-streams/events_per_s").asDouble()).isEqualTo(5);
    assertThat(json.at("/ratios/kafka-streams/cpu").asDouble()).isEqualTo(6);
    assertThat(json.at("/ratios/tocsin").isMissingNode()).isTrue();
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
