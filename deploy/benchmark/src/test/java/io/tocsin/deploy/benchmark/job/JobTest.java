package io.tocsin.deploy.benchmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.deploy.benchmark.load.ReadingJson;
import io.tocsin.deploy.benchmark.load.WindowResult;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTest {
  private final ReadingParser parser = new ReadingParser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00.000Z",
        "2024-02-29T23:59:59.999Z",
        "2026-03-01T00:00:00.001Z",
        "2100-02-28T12:30:45.060Z",
        "1969-12-31T23:59:59.999Z"
      })
  void timesAreReadAsJavaReadsThem(String time) {
    assertThat(IsoTime.parse(time.toCharArray(), 0, time.length()))
        .isEqualTo(Instant.parse(time).toEpochMilli());
  }

  @Test
  void anotherShapeOfTimeIsRefused() {
    char[] time = "2026-03-01T00:00:00.001+1".toCharArray();
    assertThatThrownBy(() -> IsoTime.parse(time, 0, time.length)).hasMessageContaining("+1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {20, 57.25, 99.5, 119.75})
  void aReadingComesBackFromItsJson(double value) {
    long time = Instant.parse("2026-01-31T10:00:00.007Z").toEpochMilli();
    byte[] json = new ReadingJson().value(4_211, time, value);
    assertThat(parser.parse(json)).isEqualTo(new Reading(time, value));
    assertThat(json).hasSizeBetween(130, 170);
    assertThat(new String(json, UTF_8)).contains("\"pump-004211\"");
  }

  @Test
  void aReadingWithoutAValueIsRefused() {
    byte[] json = "{\"time\":\"2026-01-31T10:00:00.007Z\",\"labels\":{\"a\":1}}".getBytes(UTF_8);
    assertThatThrownBy(() -> parser.parse(json)).hasMessageContaining("without value");
  }

  @Test
  void aResultComesBackFromItsJsonAndFromItsStoredForm() {
    WindowStats stats = WindowStats.ofBytes(new WindowStats().add(1.5).add(-3).toBytes());
    SummaryJson json = new SummaryJson();
    byte[] value = json.encode(10_000, stats);
    assertThat(json.decode("pump-000001".getBytes(UTF_8), value))
        .isEqualTo(new WindowResult("pump-000001", 10_000, 2, -1.5, -3, 1.5, -0.75));
  }

  @Test
  void argumentsAreReadByName() {
    JobArguments arguments = JobArguments.of("threads=2", "input=a=b");
    assertThat(arguments.number("threads")).isEqualTo(2);
    assertThat(arguments.text("input")).isEqualTo("a=b");
    assertThatThrownBy(() -> arguments.text("output")).hasMessageContaining("output= is missing");
    assertThatThrownBy(() -> JobArguments.of("threads")).hasMessageContaining("name=value");
  }
}
