package io.tocsin.deploy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.crash.CrashInput.Transition;
import io.tocsin.deploy.crash.CrashInput.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two worker processes on a broker process under load. Workers are killed (SIGKILL) one or both at
 * random moments, frozen until they are zombies, taken away and added, lose their disks; the broker
 * is killed and restarted. A {@code read_committed} consumer of the output topics sees exactly what
 * the plan of the input says.
 *
 * <p>{@code -Dtocsin.kills=N}: at least so many workers killed for each of the two group protocols;
 * {@code -Dtocsin.protocols=consumer}: only that; {@code -Dtocsin.seed=N}: other moments. For 200
 * kills:
 *
 * <pre>mvn verify -pl deploy/worker -am -Dtest=none -Dit.test=KillIT \
 *   -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Dtocsin.kills=100
 * </pre>
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("tocsin.kills", 10);
  private static final long SEED = Long.getLong("tocsin.seed", 1);
  private static final int PER_SECOND = 1_000;
  private static final Duration CATCH_UP = Duration.ofSeconds(90);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  static List<String> protocols() {
    return List.of(System.getProperty("tocsin.protocols", "classic,consumer").split(",", -1));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void nothingIsLostNorDoubledWhateverDies(String protocol) throws Exception {
    try (Site site = new Site(folder, protocol)) {
      CrashInput plan = new CrashInput(100, PER_SECOND, System.currentTimeMillis(), SEED);
      Load load = new Load(plan, Site.TOPIC, site.bootstrap());
      try {
        torture(protocol, site, plan, load);
      } finally {
        load.close();
      }
    }
  }

  private void torture(String protocol, Site site, CrashInput plan, Load load) throws Exception {
    long began = System.nanoTime();
    Mayhem mayhem = new Mayhem(site, SEED, load::sent, PER_SECOND);
    mayhem.start();
    load.start();
    while (mayhem.kills() < KILLS || mayhem.done().size() < Mayhem.Deed.values().length) {
      Mayhem.Deed deed = mayhem.next();
      System.out.printf(
          "%s: %3d s, %3d killed, %,8d readings, %s%n",
          protocol,
          Duration.ofNanos(System.nanoTime() - began).toSeconds(),
          mayhem.kills(),
          load.sent(),
          deed);
    }
    long count = load.finish();
    Set<Window> windows = plan.windows(count);
    Set<Transition> transitions = plan.transitions(count);
    Map<String, String> client = Map.of("bootstrap.servers", site.bootstrap());
    long until = plan.closingTime(count);
    try {
      Awaitility.await()
          .atMost(CATCH_UP)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> Outcome.of(client, windows, transitions, until).lost().isEmpty());
    } catch (ConditionTimeoutException e) {
      System.out.println(protocol + ": not everything came within " + CATCH_UP);
    }
    site.endWorkers();
    Outcome outcome = Outcome.of(client, windows, transitions, until);
    List<String> hidden = Hidden.behindTransactions(client);
    List<String> skipped = site.skippedMarkers();
    System.out.printf(
        "%s, seed %d: %d workers killed, %,d readings in %d s, %s; deeds %s%n",
        protocol,
        SEED,
        mayhem.kills(),
        count,
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        outcome.sum(),
        mayhem.done());
    assertThat(outcome.exact())
        .as(
            "seed %d, logs in %s: %s%nhidden %s%nmarkers skipped by the broker %s%nlost %s%ndoubled %s%nwrong %s",
            SEED,
            folder,
            outcome.sum(),
            hidden,
            skipped,
            outcome.lost().stream().limit(10).toList(),
            outcome.doubled().stream().limit(10).toList(),
            outcome.wrong().stream().limit(10).toList())
        .isTrue();
    assertThat(hidden).as("what stays hidden when all workers have ended").isEmpty();
    assertThat(skipped).as("markers that the broker skipped").isEmpty();
  }
}
