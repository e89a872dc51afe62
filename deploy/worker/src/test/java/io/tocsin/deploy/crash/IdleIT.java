package io.tocsin.deploy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that has state and nothing to do writes next to nothing, measured where it would arrive:
 * in the broker's logs. {@code -Dtocsin.idle.seconds=60}: longer.
 */
class IdleIT {
  private static final long SECONDS = Long.getLong("tocsin.idle.seconds", 20);

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
      long before = quiet(site);
      pass();
      long perSecond = (site.logBytes() - before) / SECONDS;
      System.out.printf("an idle worker writes %,d bytes/s (%d s)%n", perSecond, SECONDS);
      assertThat(perSecond).isLessThan(1_000);
    }
  }

  /** Waits until a second brings less than a megabyte: what follows the load is over. */
  private static long quiet(Site site) throws Exception {
    long[] last = {site.logBytes()};
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(5))
        .until(
            () -> {
              long now = site.logBytes();
              boolean still = now - last[0] < 100_000;
              last[0] = now;
              return still;
            });
    return last[0];
  }

  private static void pass() throws InterruptedException {
    boolean never = new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS);
    assertThat(never).isFalse();
  }
}
