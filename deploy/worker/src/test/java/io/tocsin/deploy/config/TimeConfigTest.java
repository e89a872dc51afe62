package io.tocsin.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import io.tocsin.pipeline.window.ExpectedSensor;
import io.tocsin.pipeline.window.Statistic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeConfigTest {
  @TempDir private Path folder;

  private ConfigFile read(String text, Problems problems) {
    return new ConfigFileReader(Environment.EMPTY, problems)
        .read(folder.resolve("tocsin.yaml").toString(), text);
  }

  @Test
  void readsWhoIsExpectedAndWhatIsSummedUp() throws IOException {
    Files.writeString(
        folder.resolve("sensors.csv"), "site,sensor\nberlin, pump-1\n\n,pump-2\nparis,pump-3\n");
    Problems problems = new Problems();
    ConfigFile file =
        read(
            """
            summaries: { window: 1d, timezone: Europe/Berlin, by: [[site], [site, line]] }
            expected_sensors: { file: sensors.csv }
            """,
            problems);
    assertThat(problems.isEmpty()).as(problems.toString()).isTrue();
    assertThat(file.summaries().days()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(file.summaries().by()).isEqualTo(List.of(List.of("site"), List.of("site", "line")));
    assertThat(file.expected().listed())
        .containsExactly(
            expected("pump-1", "site", "berlin", "sensor", "pump-1"),
            expected("pump-2", "sensor", "pump-2"),
            expected("pump-3", "site", "paris", "sensor", "pump-3"));
    List<ExpectedSensor> all = new java.util.ArrayList<>(file.expected().of(0, 2));
    all.addAll(file.expected().of(1, 2));
    assertThat(all).containsExactlyInAnyOrderElementsOf(file.expected().listed());
  }

  private static ExpectedSensor expected(String sensor, String... labels) {
    return new ExpectedSensor(new SensorId(sensor), Labels.of(labels));
  }

  @Test
  void oneGroupNeedsNoListOfLists() {
    Problems problems = new Problems();
    assertThat(read("summaries: { by: [site, line] }", problems).summaries().by())
        .isEqualTo(List.of(List.of("site", "line")));
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void whatSummariesHoldCanBeChosen() {
    Problems problems = new Problems();
    assertThat(read("summaries: { statistics: [p99.9, first, rate] }", problems).summaries())
        .satisfies(
            of ->
                assertThat(of.statistics())
                    .extracting(Statistic::name)
                    .containsExactly("first", "p99.9", "rate"));
    assertThat(read("summaries: { by: [site], statistics: [p50, last] }", problems).summaries())
        .satisfies(of -> assertThat(of.statistics()).allMatch(Statistic::addsUp));
    assertThat(problems.isEmpty()).isTrue();
    assertThat(read("{}", problems).summaries().statistics()).isEqualTo(Statistic.BASIC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "summaries: { window: 1h, timezone: Europe/Berlin } | goes with \"window: 1d\" only",
        "summaries: { window: 1d, timezone: Europe/Nowhere } | is no time zone",
        "summaries: { statistics: [mean, p101] } | is no statistic; accepted: count, sum",
        "summaries: { by: [site], statistics: [rate] } | does not follow from what single series",
        "expected_sensors: { file: missing.csv } | missing.csv: there is no such file",
        "expected_sensors: { file: a.csv, topic: b } | exactly one of file and topic",
        "expected_sensors: {} | exactly one of file and topic",
      })
  void saysWhatIsWrong(String text, String message) {
    Problems problems = new Problems();
    read(text, problems);
    assertThat(problems.toString()).contains(message);
  }
}
