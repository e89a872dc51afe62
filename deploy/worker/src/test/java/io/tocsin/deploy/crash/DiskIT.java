package io.tocsin.deploy.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker's disk is full, and later cannot be written: it says so, loses nothing, and goes on by
 * itself when it is repaired. Needs leave to mount a file system of its own.
 */
class DiskIT {
  private static final int PER_SECOND = 500;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void aDiskThatIsFullOrReadOnlyIsNamedAndNothingIsLost() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("w1").resolve("state"));
    assumeTrue(
        runs("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()),
        "this test needs leave to mount a tmpfs: run it as root, outside of a container without it");
    try (Site site = new Site(folder, "classic")) {
      CrashInput plan = new CrashInput(50, PER_SECOND, System.currentTimeMillis(), 1);
      site.startWorker("w1");
      site.awaitWorker("w1");
      Load load = new Load(plan, Site.TOPIC, site.bootstrap());
      try {
        load.start();
        seconds(3, load);
        full(site, disk, load);
        seconds(3, load);
        readOnly(site, disk, load);
        seconds(2, load);
        everythingCame(site, plan, load.finish());
      } finally {
        load.close();
      }
    } finally {
      assertThat(runs("umount", "-l", disk.toString())).isTrue();
    }
  }

  private static void full(Site site, Path disk, Load load) throws IOException {
    Path filler = disk.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      Awaitility.await("a full disk to be named in w1's log")
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                // Again and again: whatever the store deletes meanwhile must not make room for it.
                fill(out);
                return site.worker("w1").says("no room on the device; free some");
              });
    }
    seconds(3, load);
    Files.delete(filler);
  }

  private static void fill(OutputStream out) {
    byte[] block = new byte[4096];
    try {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static void readOnly(Site site, Path disk, Load load) throws Exception {
    site.worker("w1").kill();
    assertThat(runs("mount", "-o", "remount,ro", disk.toString())).isTrue();
    site.startWorker("w1");
    site.worker("w1").awaitLine("cannot be written; make it writable", LONG);
    seconds(3, load);
    assertThat(runs("mount", "-o", "remount,rw", disk.toString())).isTrue();
  }

  private static void everythingCame(Site site, CrashInput plan, long count) {
    Map<String, String> client = Map.of("bootstrap.servers", site.bootstrap());
    Awaitility.await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> outcome(plan, count, client).lost().isEmpty());
    Outcome outcome = outcome(plan, count, client);
    System.out.println("disk full, then read-only: " + outcome.sum());
    assertThat(outcome.exact()).as(outcome.sum()).isTrue();
  }

  private static Outcome outcome(CrashInput plan, long count, Map<String, String> client) {
    return Outcome.of(
        client, plan.windows(count), plan.transitions(count), plan.closingTime(count));
  }

  private static void seconds(int seconds, Load load) {
    long until = load.sent() + (long) seconds * PER_SECOND;
    Awaitility.await().atMost(SOON).until(() -> load.sent() >= until);
  }

  private static boolean runs(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().transferTo(System.out);
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
