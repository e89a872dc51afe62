package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of topics, and the one in the README that tells users the same. */
class TopicsTest {
  private static final Topics TOPICS = new Topics("tocsin", 4);

  /** What the README says of one topic. */
  private record Row(String topic, String key, String partitions, String cleanup, String keeps) {}

  private static List<Row> readme() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("..", "README.md"))) {
      if (line.startsWith("| `tocsin.")) {
        List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
        String topic = cells.get(1).replaceAll("^`([^`]+)`.*", "$1");
        rows.add(new Row(topic, cells.get(2), cells.get(3), cells.get(4), cells.get(5)));
      }
    }
    return rows;
  }

  private static Row row(TopicSpec spec) {
    String cleanup = spec.cleanup().replace(",", ", ");
    String keeps =
        spec.retentionMs() < 0 ? "–" : Duration.ofMillis(spec.retentionMs()).toDays() + " d";
    return new Row(spec.name(), spec.key(), Integer.toString(spec.partitions()), cleanup, keeps);
  }

  @Test
  void theReadmesTableIsTrue() throws IOException {
    List<Row> expected = new ArrayList<>();
    expected.add(new Row("tocsin.in", "any", "4", "delete", "7 d"));
    TOPICS.specs().forEach(spec -> expected.add(row(spec)));
    expected.add(new Row("tocsin.<task>.state", "state page", "as its input", "compact", "–"));
    assertThat(readme()).containsExactlyElementsOf(expected);
  }

  @Test
  void noTopicLosesOldEventTimesOnArrival() {
    List<TopicSpec> all = new ArrayList<>(TOPICS.specs());
    all.add(TOPICS.stateSpec("detect", TOPICS.events(), 4));
    assertThat(all)
        .allSatisfy(
            spec ->
                assertThat(spec.settings())
                    .containsEntry("message.timestamp.type", "LogAppendTime")
                    .containsEntry("cleanup.policy", spec.cleanup()));
  }

  @Test
  void compactedTopicsEndTheirSegmentsAtTimesOfTheirOwn() {
    assertThat(TOPICS.stateSpec("detect", TOPICS.events(), 4).settings())
        .containsEntry("segment.ms", "600000")
        .containsEntry("segment.jitter.ms", "300000");
    assertThat(TOPICS.specs())
        .filteredOn(spec -> spec.cleanup().equals("delete"))
        .isNotEmpty()
        .allSatisfy(spec -> assertThat(spec.settings()).doesNotContainKey("segment.jitter.ms"));
  }

  @Test
  void everyInputOfATaskHasAChangelogOfItsOwn() {
    assertThat(TOPICS.state("detect", TOPICS.events())).isEqualTo("tocsin.detect.state");
    assertThat(TOPICS.state("respond", TOPICS.alerts())).isEqualTo("tocsin.respond.state");
    assertThat(TOPICS.state("detect", "tocsin.in")).isEqualTo("tocsin.detect.state.tocsin.in");
    assertThat(TOPICS.state("detect", "press")).isEqualTo("tocsin.detect.state.press");
    assertThat(TOPICS.state("detect", TOPICS.partials()))
        .isNotEqualTo(TOPICS.state("detect", TOPICS.events()));
  }

  @Test
  void refusesNamesThatKafkaWouldRefuse() {
    assertThatThrownBy(() -> new Topics("a b", 4)).hasMessageContaining("\"a b\"");
    assertThatThrownBy(() -> new Topics("t", 0)).hasMessageContaining("is 0");
  }
}
