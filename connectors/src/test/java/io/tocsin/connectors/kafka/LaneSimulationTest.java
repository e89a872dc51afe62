package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Exactly-once, whatever happens. {@code -Dtocsin.simulation.seeds=1000000} looks further; a
 * failure names its seed, and {@code -Dtocsin.simulation.first=SEED -Dtocsin.simulation.seeds=1}
 * runs that one again.
 *
 * <p>What the simulation watches over, by the numbers that {@link SimWeakness} uses:
 *
 * <ol>
 *   <li>every transaction carries the offsets of every shard it writes for;
 *   <li>the group's metadata is what the member was told of since the begin, inside poll, and a
 *       revocation finishes or aborts;
 *   <li>after a failure memory is dropped, and the committed offset decides what was done;
 *   <li>a restore reads the stable offset, then the high watermark, and passes it;
 *   <li>the input is the one the state was made of;
 *   <li>local state that may have missed removals is not used;
 *   <li>nothing is too large to be sent;
 *   <li>batches, eviction and encoding change no output, timers fire between records;
 *   <li>state is found by the identity of its rule;
 *   <li>a restarted worker fences itself;
 *   <li>memory is within one budget.
 * </ol>
 *
 * 6, 7 and 11 are not about the order of things in the log and have tests of their own: {@code
 * RestoreTest}; {@code ChangelogTest} and {@code OutputSizeTest}; {@code MemoryBudgetTest} and
 * {@code StateCostTest}.
 */
final class LaneSimulationTest {
  private static final long FIRST = Long.getLong("tocsin.simulation.first", 1);
  private static final long SEEDS = Long.getLong("tocsin.simulation.seeds", 10_000);

  /** The seeds that look for weaknesses are always the same, so that they are always found. */
  private static final int TRIES = 1000;

  @BeforeAll
  static void quiet() {
    Simulation.log(Level.OFF);
  }

  @AfterAll
  static void loud() {
    Simulation.log(null);
  }

  @Test
  void whatIsCommittedIsWhatANaiveReferenceSays() {
    Simulation.run(FIRST, SEEDS);
  }

  @Test
  void everyBrokenInvariantIsNoticed() {
    Map<SimWeakness, Long> seeds = Simulation.noticed(TRIES);
    assertThat(seeds).as("first seed that notices it").doesNotContainValue(0L);
  }
}
