package io.tocsin.deploy.benchmark.live;

import io.tocsin.deploy.benchmark.harness.ChildJvm;
import io.tocsin.deploy.benchmark.harness.ContestSettings;
import io.tocsin.deploy.benchmark.harness.Contestant;
import io.tocsin.deploy.benchmark.harness.Folders;
import io.tocsin.deploy.benchmark.harness.RunPlace;
import io.tocsin.deploy.benchmark.harness.Topics;
import io.tocsin.deploy.benchmark.harness.Waiting;
import io.tocsin.deploy.benchmark.live.TransitionLog.Fate;
import io.tocsin.deploy.benchmark.load.AlertPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One live run of one system. Used once. */
final class LiveRun {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration FILL = Duration.ofMinutes(3);
  private static final Duration STEADY = Duration.ofMinutes(2);
  private static final int STEADY_LOOKS = 10;
  private static final long LOOK_EVERY_MILLIS = 2_000;
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

  private final Topics topics;
  private final ContestSettings settings;
  private final LiveSettings live;
  private final TransitionLog log = new TransitionLog();
  private final Deque<ChildJvm> processes = new ArrayDeque<>();
  private final List<Vitals> vitals = new ArrayList<>();
  private int starts;
  private Path lastLog = Path.of("");

  LiveRun(Topics topics, ContestSettings settings, LiveSettings live) {
    this.topics = topics;
    this.settings = settings;
    this.live = live;
  }

  /** Starts the system, feeds it, disturbs it half-way, and waits for its last answers. */
  LiveResult of(Contestant system, RunPlace place, Disturbance disturbance) {
    topics.create(place.input(), place.partitions());
    topics.create(system.output(place), place.partitions());
    OutputWatcher watcher =
        new OutputWatcher(system, place.bootstrap(), system.output(place), place.partitions(), log);
    try {
      start(system, place);
      if (disturbance == Disturbance.TAKEOVER) {
        start(system, place.on(place.folder().resolveSibling("b")));
      }
      watcher.start();
      return feed(system, place, disturbance);
    } finally {
      watcher.close();
      processes.forEach(ChildJvm::close);
    }
  }

  private LiveResult feed(Contestant system, RunPlace place, Disturbance disturbance) {
    Kill kill = null;
    long fromMillis;
    double cpuShare = 0;
    try (PacedProducer producer =
        new PacedProducer(place.bootstrap(), place.input(), live.sensors(), log)) {
      int filled = fill(producer);
      long startMillis = System.currentTimeMillis() + 500;
      producer.start(new AlertPlan(live.sensors(), live.perSecond(), startMillis, filled), filled);
      Waiting.pause(500 + live.warmUp().toMillis());
      if (disturbance != Disturbance.NONE) {
        awaitSteady(system, place, producer);
      }
      fromMillis = System.currentTimeMillis();
      double cpuBefore = cpuSeconds();
      if (disturbance == Disturbance.NONE) {
        watch(system, place, producer);
        cpuShare = (cpuSeconds() - cpuBefore) / (live.measured().toMillis() / 1e3);
      } else {
        Waiting.pause(live.measured().toMillis() / 2);
        kill = disturb(system, place, disturbance, producer);
        Waiting.pause(live.measured().toMillis() / 2);
      }
    }
    awaitLastAnswers();
    List<Fate> fates = log.fates();
    return LiveResult.of(fates, cpuShare, fromMillis, recovery(kill, fates, system, place));
  }

  private Recovery recovery(
      @Nullable Kill kill, List<Fate> fates, Contestant system, RunPlace place) {
    return kill == null
        ? Recovery.NONE
        : kill.recovery(fates, place.partitions(), system.restored(lastLog, kill.atMillis()));
  }

  /**
   * Waits until the system keeps up, so that what is killed is a system at work and not one that is
   * still busy with its first readings. One that never does is killed all the same: the result
   * tells how far it was behind.
   */
  private void awaitSteady(Contestant system, RunPlace place, PacedProducer producer) {
    long deadline = System.nanoTime() + STEADY.toNanos();
    int looks = 0;
    while (looks < STEADY_LOOKS && System.nanoTime() < deadline) {
      looks = behind(system, place, producer) < live.perSecond() ? looks + 1 : 0;
      Waiting.pause(500);
    }
  }

  /** Returns how many readings were sent that the system has not committed. */
  private long behind(Contestant system, RunPlace place, PacedProducer producer) {
    return Math.max(0, producer.sent() - topics.committed(system.group(place), place.input()));
  }

  /** Returns how many readings it took, one of each sensor or none. */
  private int fill(PacedProducer producer) {
    int filled = live.fill() ? live.sensors() : 0;
    producer.fill(
        new AlertPlan(live.sensors(), live.perSecond(), System.currentTimeMillis(), filled),
        filled);
    Waiting.until("answers to the first reading of each sensor", FILL, log::complete);
    return filled;
  }

  /** Returns how the system was from time to time, in order; of a run that nothing disturbed. */
  List<Vitals> vitals() {
    return List.copyOf(vitals);
  }

  /** Returns all transitions. */
  List<Fate> fates() {
    return log.fates();
  }

  /** Waits for the end of what is measured, and looks at the system meanwhile. */
  private void watch(Contestant system, RunPlace place, PacedProducer producer) {
    long end = System.currentTimeMillis() + live.measured().toMillis();
    double cpu = cpuSeconds();
    long since = System.currentTimeMillis();
    while (System.currentTimeMillis() < end) {
      Waiting.pause(Math.min(LOOK_EVERY_MILLIS, end - System.currentTimeMillis() + 1));
      long now = System.currentTimeMillis();
      double used = cpuSeconds();
      double rss = processes.stream().mapToDouble(process -> process.read().rssMib()).sum();
      long lag = behind(system, place, producer);
      vitals.add(new Vitals(now, rss, (used - cpu) * 1_000 / Math.max(1, now - since), lag));
      cpu = used;
      since = now;
    }
  }

  /** Kills the process that was started first. */
  private Kill disturb(
      Contestant system, RunPlace place, Disturbance disturbance, PacedProducer producer) {
    long behind = behind(system, place, producer);
    long killed = System.currentTimeMillis();
    processes.removeFirst().kill();
    if (disturbance == Disturbance.DISK_LOST) {
      Folders.remove(place.folder());
    }
    if (disturbance == Disturbance.TAKEOVER) {
      return new Kill(killed, behind, 0);
    }
    long started = System.currentTimeMillis();
    start(system, place);
    return new Kill(killed, behind, started);
  }

  private void start(Contestant system, RunPlace place) {
    try {
      Files.createDirectories(place.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastLog = settings.folder().resolve("logs/" + place.id() + "-" + ++starts + ".log");
    ChildJvm process =
        ChildJvm.start(system.name(), settings.java(), system.launch(place), lastLog);
    processes.addLast(process);
    process.awaitLine(system::ready, START);
  }

  private double cpuSeconds() {
    return processes.stream().mapToDouble(process -> process.read().cpuSeconds()).sum();
  }

  /** Waits until all is answered; what does not come is found lost. */
  private void awaitLastAnswers() {
    long deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
    while (!log.complete() && System.nanoTime() < deadline) {
      Waiting.pause(100);
    }
  }
}
