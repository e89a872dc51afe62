package io.tocsin.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.Series;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.flow.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A group that names a source sees that source's events. */
class SourceFilterTest {
  private static final Labels PLANT = Labels.of("source", "plant");
  private static final Labels PRESS = Labels.of("source", "press");

  @Test
  void whereThereIsOneSourceEverythingIsItsOwn() {
    SourceFilter filter = SourceFilter.of(Optional.of("plant"), Set.of("plant"));

    assertThat(filter.sees(PLANT)).isTrue();
    assertThat(filter.sees(PRESS)).isTrue();
  }

  @Test
  void whereThereAreSeveralTheLabelDecidesAndWhatHasNoneCountsAsOfAll() {
    for (Set<String> sources : List.of(Set.<String>of(), Set.of("plant", "press"))) {
      SourceFilter filter = SourceFilter.of(Optional.of("plant"), sources);

      assertThat(filter.sees(PLANT)).isTrue();
      assertThat(filter.sees(PRESS)).isFalse();
      assertThat(filter.sees(Labels.NONE)).isTrue();
    }
    assertThat(SourceFilter.of(Optional.empty(), Set.of()).sees(PRESS)).isTrue();
  }

  @Test
  void aNameIsNoPattern() {
    SourceFilter filter = SourceFilter.of(Optional.of("a.b"), Set.of());

    assertThat(filter.sees(Labels.of("source", "a.b"))).isTrue();
    assertThat(filter.sees(Labels.of("source", "aXb"))).isFalse();
  }

  @Test
  void readingsStepsRecordsDetectorsAndReportsOfOthersAreNotSeen() {
    DetectShard shard =
        DetectShard.live(
            "groups:",
            "- name: g",
            "  source: plant",
            "  interval: 10s",
            "  rules:",
            "  - record: t:twice",
            "    expr: 2 * t",
            "  - alert: Reading",
            "    expr: t > 5",
            "  - alert: Window",
            "    expr: max_over_time(t[10s]) > 5",
            "  - alert: OfRecord",
            "    expr: t:twice > 10",
            "  - alert: Report",
            "    report: { type: Broken }");

    for (int i = 1; i < 60; i++) {
      shard.take(of(PLANT, DetectShard.reading("a", "t", i, 7)));
      shard.take(of(PRESS, DetectShard.reading("b", "t", i, 7)));
    }
    shard.take(of(PLANT, DetectShard.report("a", "Broken", Severity.HIGH, 60)));
    shard.take(of(PRESS, DetectShard.report("b", "Broken", Severity.HIGH, 60)));

    assertThat(shard.alerts())
        .extracting(Alert::name)
        .containsOnly("Reading", "Window", "OfRecord", "Report");
    assertThat(shard.alerts()).allMatch(alert -> "a".equals(alert.labels().get("sensor")));
  }

  @Test
  void theSilenceOfOthersIsNotSeen() {
    DetectShard shard =
        DetectShard.live(
            "groups:",
            "- name: g",
            "  source: plant",
            "  rules:",
            "  - alert: Silent",
            "    absent: { expect_every: 10s, after: 30s }");

    for (int i = 1; i < 60; i++) {
      shard.take(of(PLANT, DetectShard.reading("a", "t", i, 7)));
      shard.take(of(PRESS, DetectShard.reading("b", "t", i, 7)));
      shard.caughtUp(Duration.ofSeconds(i));
    }
    for (int i = 60; i < 120; i++) {
      // Others go on: what falls silent together is the input's doing, not the sensors'.
      for (String sensor : List.of("c", "d", "e")) {
        shard.take(of(PLANT, DetectShard.reading(sensor, "t", i, 7)));
      }
      shard.caughtUp(Duration.ofSeconds(i));
    }

    assertThat(shard.alerts())
        .extracting(alert -> alert.name() + " " + alert.labels().get("sensor"))
        .containsExactly("Silent a");
  }

  @Test
  void aGroupsLimitHoldsForEachRuleThatHasNone() {
    DetectShard shard =
        DetectShard.live(
            "groups:",
            "- name: g",
            "  limit: 2",
            "  rules:",
            "  - alert: Few",
            "    expr: t > 5",
            "  - alert: More",
            "    expr: t > 5",
            "    limit: 3");

    for (String sensor : List.of("a", "b", "c", "d")) {
      shard.take(DetectShard.reading(sensor, "t", 1, 7));
    }

    assertThat(shard.alerts()).filteredOn(alert -> alert.name().equals("Few")).hasSize(2);
    assertThat(shard.alerts()).filteredOn(alert -> alert.name().equals("More")).hasSize(3);
  }

  private static Arrival of(Labels source, Arrival arrival) {
    SensorEvent event = arrival.event();
    if (event instanceof Reading reading) {
      Series series = new Series(reading.sensor(), reading.series().metric(), source);
      event = new Reading(series, reading.time(), reading.value());
    } else if (event instanceof Report report) {
      event =
          new Report(
              report.sensor(),
              report.component(),
              report.type(),
              report.severity(),
              report.time(),
              report.message(),
              report.details(),
              report.context(),
              source);
    }
    return new Arrival(event, arrival.appendTime(), arrival.index());
  }
}
