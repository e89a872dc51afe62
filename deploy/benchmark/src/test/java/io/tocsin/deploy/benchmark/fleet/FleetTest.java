package io.tocsin.deploy.benchmark.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.anomaly.Settings;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetTest {
  @ParameterizedTest
  @EnumSource(
      value = FleetKind.class,
      names = {"RIG", "BUILDING", "TELEMETRY"})
  void aSeedMakesOneMachine(FleetKind kind) {
    Recording one = Recorder.of(kind, 5, true);
    Recording same = Recorder.of(kind, 5, true);
    assertThat(Arrays.deepEquals(one.values(), same.values())).isTrue();
    assertThat(one.spells()).hasSize(kind.spells).isEqualTo(same.spells());
    assertThat(one.spells()).allMatch(s -> s.from() >= 0.3 * kind.rows - 1 && s.to() <= kind.rows);
    assertThat(Recorder.of(kind, 5, false).odd()).doesNotContain(true);
    assertThat(Recorder.of(kind, 6, true).values()[7]).isNotEqualTo(one.values()[7]);
  }

  @ParameterizedTest
  @EnumSource(
      value = FleetKind.class,
      names = {"BUILDING", "SERVICE"})
  void theScoreRanksBetterThanPlainDeviations(FleetKind kind) {
    FleetJudge.Verdicts verdicts = new FleetJudge(Settings.DEFAULTS).judge(kind, 3);
    assertThat(verdicts.precision()).isGreaterThan(1.2 * verdicts.plain());
    assertThat(verdicts.roc()).isGreaterThan(0.65);
    assertThat(verdicts.found()).isPositive();
  }
}
