package io.tocsin.connectors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated plant: one function of time, with faults one can see. */
class PlantSimulatorTest {
  private static final long DAY = 86_400_000;
  private static final long NOON = 1_769_860_800_000L;

  private final PlantSimulator plant = new PlantSimulator(PlantSettings.DEFAULT);

  private static double value(List<SensorEvent> events, String sensor, String metric) {
    return events.stream()
        .map(Reading.class::cast)
        .filter(r -> r.sensor().value().equals(sensor) && r.series().metric().equals(metric))
        .mapToDouble(Reading::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void historyAndLiveAreOne() throws Exception {
    List<List<SensorEvent>> history =
        plant.history(NOON - 10_000, NOON + 10_000, 1000).collectList().block();
    Sensor live =
        new PlantSimulator(PlantSettings.DEFAULT)
            .live(1000, FaultPlan.NONE, new TruthFile(Path.of("none")));
    assertThat(Objects.requireNonNull(history)).hasSize(20);
    assertThat(live.sample(NOON + 999)).isEqualTo(history.get(10));
    assertThat(history.get(10)).hasSize(60).allSatisfy(e -> assertThat(e.time()).isEqualTo(NOON));
  }

  @Test
  void pumpsDifferAndSeedsDiffer() {
    Set<Double> levels = new HashSet<>();
    for (SensorEvent event : plant.at(NOON)) {
      levels.add(((Reading) event).value());
    }
    assertThat(levels).hasSizeGreaterThan(55);
    assertThat(new PlantSimulator(new PlantSettings(20, 7)).at(NOON)).isNotEqualTo(plant.at(NOON));
    assertThat(plant.at(NOON).get(0).toString())
        .contains("line=\"line-1\"", "sensor=\"pump-1\"", "site=\"plant-a\"");
  }

  @Test
  void aDayStaysInItsRanges() {
    Map<String, DoubleSummaryStatistics> ranges = new TreeMap<>();
    plant
        .history(NOON, NOON + DAY, 60_000)
        .toStream()
        .flatMap(List::stream)
        .map(Reading.class::cast)
        .forEach(
            r ->
                ranges
                    .computeIfAbsent(r.series().metric(), m -> new DoubleSummaryStatistics())
                    .accept(r.value()));
    assertThat(ranges.keySet()).containsExactly("pressure", "temp_c", "vibration_rms");
    range(ranges, "temp_c", 48, 73);
    range(ranges, "pressure", 2.6, 5);
    range(ranges, "vibration_rms", 0.7, 3);
  }

  private static void range(
      Map<String, DoubleSummaryStatistics> ranges, String metric, double low, double high) {
    DoubleSummaryStatistics seen = Objects.requireNonNull(ranges.get(metric));
    assertThat(seen.getMin()).as(metric).isGreaterThan(low);
    assertThat(seen.getMax()).as(metric).isLessThan(high);
  }

  @Test
  void theDayHasARhythm() {
    double[] hours = new double[24];
    for (int h = 0; h < 24; h++) {
      hours[h] = value(plant.at(NOON - NOON % DAY + h * 3_600_000L), "pump-1", "temp_c");
    }
    assertThat(hours[14] - hours[2]).isGreaterThan(3);
  }

  @Test
  void everyFaultIsFarOutsideWhatNoiseDoes() {
    for (FaultKind kind : FaultKind.values()) {
      if (kind == FaultKind.DROPOUT) {
        continue;
      }
      FaultPlan plan =
          new FaultPlan(List.of(new Fault("pump-3", kind, NOON, NOON + kind.seconds() * 1000L)));
      double[] normal = new double[60];
      for (int i = 0; i < 60; i++) {
        normal[i] = value(plant.at(NOON - 60_000 + i * 1000L), "pump-3", kind.metric());
      }
      double mean = Arrays.stream(normal).average().orElseThrow();
      double spread = Math.sqrt(Arrays.stream(normal).map(v -> (v - mean) * (v - mean)).sum() / 60);
      double worst = 0;
      for (int i = 0; i < kind.seconds(); i++) {
        double shown = value(plant.at(NOON + i * 1000L, plan), "pump-3", kind.metric());
        worst = Math.max(worst, Math.abs(shown - mean) / spread);
      }
      assertThat(worst).as("deviations of " + kind).isGreaterThan(10);
      assertThat(plant.at(NOON + kind.seconds() * 1000L, plan))
          .as("over when it is over")
          .isEqualTo(plant.at(NOON + kind.seconds() * 1000L));
    }
  }

  @Test
  void aDropoutSilencesOnePump() {
    FaultPlan plan =
        new FaultPlan(List.of(new Fault("pump-3", FaultKind.DROPOUT, NOON, NOON + 1000)));
    assertThat(plant.at(NOON, plan))
        .hasSize(57)
        .noneMatch(e -> e.sensor().value().equals("pump-3"));
  }

  @Test
  void plansSpreadFaultsOverPumpsAndKinds() {
    FaultPlan plan =
        FaultPlan.of(
            PlantSettings.DEFAULT, NOON, NOON + 300_000, 10_000, List.of(FaultKind.values()));
    assertThat(plan.faults()).hasSizeGreaterThan(20);
    assertThat(plan.faults())
        .allSatisfy(
            f -> {
              assertThat(f.start()).isGreaterThanOrEqualTo(NOON + 10_000);
              assertThat(f.end()).isLessThanOrEqualTo(NOON + 290_000);
            });
    assertThat(plan.faults().stream().map(Fault::kind).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(FaultKind.values());
    FaultPlan again =
        FaultPlan.of(
            PlantSettings.DEFAULT, NOON, NOON + 300_000, 10_000, List.of(FaultKind.values()));
    assertThat(again.faults()).isEqualTo(plan.faults());
  }

  @Test
  void theTruthIsWrittenWhenItHappens(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("truth.jsonl");
    FaultPlan plan =
        new FaultPlan(
            List.of(
                new Fault("pump-3", FaultKind.LEAK, NOON, NOON + 15_000),
                new Fault("pump-4", FaultKind.DROPOUT, NOON + 2000, NOON + 27_000)));
    Sensor live = plant.live(1000, plan, new TruthFile(file));
    live.sample(NOON - 1);
    assertThat(file).doesNotExist();
    live.sample(NOON);
    live.sample(NOON + 1000);
    assertThat(Files.readAllLines(file)).hasSize(1);
    live.sample(NOON + 5000);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"sensor\":\"pump-3\",\"metric\":\"pressure\",\"kind\":\"leak\","
                + "\"start\":\"2026-01-31T12:00:00Z\",\"end\":\"2026-01-31T12:00:15Z\"}",
            "{\"sensor\":\"pump-4\",\"metric\":\"*\",\"kind\":\"dropout\","
                + "\"start\":\"2026-01-31T12:00:02Z\",\"end\":\"2026-01-31T12:00:27Z\"}");
  }
}
