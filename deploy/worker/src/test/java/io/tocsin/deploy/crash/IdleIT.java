package io.tocsin.deploy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that has state and nothing to do writes next to nothing, measured where it would arrive:
 * in the broker's logs. {@code -Dtocsin.idle.seconds=60}: longer.
 */
class IdleIT {
  private static final long SECONDS = Long.getLong("tocsin.idle.seconds", 32);

  /** After so long, seconds, marks are as seldom as they become. */
  private static final long SLOW = 64;

  @TempDir private Path folder;

  @Test
  void anIdleWorkerWritesLessThanAKilobyteASecond() throws Exception {
    try (Site site = new Site(folder, "classic")) {
      CrashInput plan = new CrashInput(100, 1_000, System.currentTimeMillis(), 1);
      site.startWorker("w1");
      site.awaitWorker("w1");
      Load load = new Load(plan, Site.TOPIC, site.bootstrap());
      load.start();
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> load.sent() >= 5_000);
      long count = load.finish();
      Map<String, String> client = Map.of("bootstrap.servers", site.bootstrap());
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  Outcome.of(
                          client,
                          plan.windows(count),
                          plan.transitions(count),
                          plan.closingTime(count))
                      .exact());
      pass(SLOW);
      Map<String, Long> before = quiet(site);
      pass(SECONDS);
      Map<String, Long> grown = growth(before, site.logBytes());
      long perSecond = sum(grown) / SECONDS;
      System.out.printf(
          "an idle worker writes %,d bytes/s (%d s): %s%n", perSecond, SECONDS, grown);
      assertThat(perSecond).as("bytes a second, %s", grown).isLessThan(1_000);
    }
  }

  /** Waits until five seconds bring next to nothing: what follows the load is over. */
  private static Map<String, Long> quiet(Site site) throws Exception {
    AtomicReference<Map<String, Long>> last = new AtomicReference<>(site.logBytes());
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(5))
        .until(
            () -> {
              Map<String, Long> now = site.logBytes();
              return sum(growth(last.getAndSet(now), now)) < 10_000;
            });
    return Objects.requireNonNull(last.get());
  }

  private static Map<String, Long> growth(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> grown = new TreeMap<>();
    after.forEach((topic, bytes) -> grown.put(topic, bytes - before.getOrDefault(topic, 0L)));
    grown.values().removeIf(bytes -> bytes == 0);
    return grown;
  }

  private static long sum(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void pass(long seconds) throws InterruptedException {
    boolean never = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    assertThat(never).isFalse();
  }
}
