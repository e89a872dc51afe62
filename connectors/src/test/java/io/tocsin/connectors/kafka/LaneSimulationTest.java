package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Exactly-once, whatever happens. {@code -Dtocsin.simulation.seeds=1000000} looks further; a
 * failure names its seed, which {@code -Dtocsin.seed} starts from.
 */
final class LaneSimulationTest {
  private static final long SEED = Long.getLong("tocsin.seed", 1);
  private static final int SEEDS = Integer.getInteger("tocsin.simulation.seeds", 60);
  private static final int STEPS = 400;
  private static final int TRIES = 500;

  @Test
  void whatIsCommittedIsTheCountOfTheInput() {
    for (int i = 0; i < SEEDS; i++) {
      new SimWorld(SEED + i, Set.of()).run(STEPS);
    }
  }

  @ParameterizedTest
  @EnumSource(SimWeakness.class)
  void aBrokenInvariantIsNoticed(SimWeakness weakness) {
    boolean noticed = false;
    for (int i = 0; i < TRIES && !noticed; i++) {
      try {
        new SimWorld(SEED + i, EnumSet.of(weakness)).run(STEPS);
      } catch (AssertionError e) {
        noticed = true;
      }
    }
    assertThat(noticed).as("%s within %d seeds", weakness, TRIES).isTrue();
  }
}
