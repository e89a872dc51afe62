package io.tocsin.deploy.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Does to a site, at random moments of a seed, what happens to sites. */
final class Mayhem {
  enum Deed {
    KILL_ONE,
    KILL_BOTH,
    KILL_ONE_LONG,
    KILL_AND_LOSE_DISK,
    FREEZE,
    KILL_BROKER,
    RESTART_BROKER,
    REPLACE_WORKER
  }

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Site site;
  private final Random random;
  private final LongSupplier sent;
  private final int perSecond;
  private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);
  private final List<Deed> first = new ArrayList<>(List.of(Deed.values()));
  private final List<String> pair = new ArrayList<>(List.of("w1", "w2"));
  private int kills;
  private int named = 2;

  /**
   * For one run.
   *
   * @param sent readings sent so far: the clock by which moments are chosen
   */
  Mayhem(Site site, long seed, LongSupplier sent, int perSecond) {
    this.site = site;
    this.random = new Random(seed);
    this.sent = sent;
    this.perSecond = perSecond;
    Collections.shuffle(first, random);
  }

  void start() throws IOException {
    for (String name : pair) {
      site.startWorker(name);
    }
    pair.forEach(site::awaitWorker);
  }

  /** Workers killed by SIGKILL so far. */
  int kills() {
    return kills;
  }

  Map<Deed, Integer> done() {
    return done;
  }

  /** One deed: each kind once, then at random, kills most. */
  Deed next() throws IOException, InterruptedException {
    Deed deed = first.isEmpty() ? any() : first.remove(0);
    done.merge(deed, 1, Integer::sum);
    passMillis(random.nextInt(2_500));
    switch (deed) {
      case KILL_ONE -> kill(0, random.nextInt(500));
      case KILL_ONE_LONG -> kill(0, (int) Site.SESSION.toMillis() + 1_500);
      case KILL_BOTH -> killBoth();
      case KILL_AND_LOSE_DISK -> killAndLoseDisk();
      case FREEZE -> freeze();
      case KILL_BROKER -> restartBroker(true);
      case RESTART_BROKER -> restartBroker(false);
      default -> replaceWorker();
    }
    Collections.shuffle(pair, random);
    return deed;
  }

  private Deed any() {
    Deed[] all = Deed.values();
    int roll = random.nextInt(3 * all.length);
    if (roll < all.length) {
      return all[roll];
    }
    return random.nextBoolean() ? Deed.KILL_BOTH : Deed.KILL_ONE;
  }

  private void kill(int which, int awayMillis) throws IOException, InterruptedException {
    site.worker(pair.get(which)).kill();
    kills++;
    passMillis(awayMillis);
    site.startWorker(pair.get(which));
    if (random.nextBoolean()) {
      // Otherwise the next deed may well meet it while it starts.
      site.awaitWorker(pair.get(which));
    }
  }

  private void killBoth() throws IOException, InterruptedException {
    for (String name : pair) {
      site.worker(name).kill();
      kills++;
    }
    for (String name : pair) {
      site.startWorker(name);
    }
    pair.forEach(site::awaitWorker);
  }

  private void killAndLoseDisk() throws IOException, InterruptedException {
    site.worker(pair.get(0)).kill();
    kills++;
    try (Stream<Path> paths = Files.walk(site.state(pair.get(0)))) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    site.startWorker(pair.get(0));
    site.awaitWorker(pair.get(0));
  }

  /** Past the session time-out: the others have its shards when it wakes and goes on as before. */
  private void freeze() throws InterruptedException {
    Child zombie = site.worker(pair.get(0));
    zombie.freeze();
    passMillis((int) Site.SESSION.toMillis() + 2_500);
    zombie.thaw();
  }

  private void restartBroker(boolean kill) throws InterruptedException {
    if (kill) {
      site.broker().kill();
    } else {
      site.broker().end(Duration.ofSeconds(60));
    }
    site.startBroker();
    site.awaitBroker();
  }

  /** Takes one away in order and adds one that was never there. */
  private void replaceWorker() throws IOException, InterruptedException {
    site.worker(pair.get(0)).end(Duration.ofSeconds(40));
    passMillis(random.nextInt(1_000));
    pair.set(0, "w" + ++named);
    site.startWorker(pair.get(0));
    site.awaitWorker(pair.get(0));
  }

  /** Waits until so many milliseconds' worth of readings more have been sent. */
  private void passMillis(int millis) {
    long until = sent.getAsLong() + (long) millis * perSecond / 1_000;
    Awaitility.await("the load to go on")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> sent.getAsLong() >= until);
  }
}
