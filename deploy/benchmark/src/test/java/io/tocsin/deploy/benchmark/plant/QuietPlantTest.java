package io.tocsin.deploy.benchmark.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.anomaly.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuietPlantTest {
  private static final QuietPlant PLANT = new QuietPlant(Settings.DEFAULTS, 7);

  @Test
  void aQuietPlantStaysQuiet() {
    int sensors = 70;
    QuietTally tally = PLANT.watch(sensors);
    double rate = tally.findings() / ((double) sensors * QuietPlant.METRICS * PLANT.readings());
    double configured = Settings.DEFAULTS.falseAlarms();
    assertThat(rate).isBetween(configured / 3, configured * 3);
    assertThat(tally.aboveInfo()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, 60_000, 300_000, 3_600_000})
  void theRateHoldsAtAnyInterval(long interval) {
    int sensors = 70;
    int readings = 20_000;
    QuietTally tally = new QuietPlant(Settings.DEFAULTS, interval, readings).watch(sensors);
    double rate = tally.findings() / ((double) sensors * QuietPlant.METRICS * readings);
    double configured = Settings.DEFAULTS.falseAlarmsAt((double) interval);
    assertThat(rate).isBetween(configured / 3, configured * 3);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aFaultInNoiseIsFound(Fault fault) {
    assertThat(PLANT.delay(HealthyKind.WHITE_NOISE, fault, 7_000)).isBetween(0, fault.length() - 1);
  }

  @Test
  void whatWasSeenDoesNotDependOnTheCores() {
    QuietPlant short1 = new QuietPlant(Settings.DEFAULTS, 1);
    assertThat(short1.watch(7).byKind()).isEqualTo(short1.watch(7).byKind());
  }
}
