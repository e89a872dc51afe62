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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One live run of one system. Used once. */
final class LiveRun {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration FILL = Duration.ofMinutes(3);
  private static final long LOOK_EVERY_MILLIS = 2_000;
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

  private final Topics topics;
  private final ContestSettings settings;
  private final LiveSettings live;
  private final TransitionLog log = new TransitionLog();
  private final Deque<ChildJvm> processes = new ArrayDeque<>();
  private final List<Vitals> vitals = new ArrayList<>();

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
    long killed = 0;
    long startMillis;
    double cpuShare;
    try (PacedProducer producer =
        new PacedProducer(place.bootstrap(), place.input(), live.sensors(), log)) {
      int filled = fill(producer);
      startMillis = System.currentTimeMillis() + 500;
      producer.start(new AlertPlan(live.sensors(), live.perSecond(), startMillis, filled), filled);
      Waiting.pause(500 + live.warmUp().toMillis());
      double cpuBefore = cpuSeconds();
      if (disturbance == Disturbance.NONE) {
        watch(system, place, producer);
        cpuShare = (cpuSeconds() - cpuBefore) / (live.measured().toMillis() / 1e3);
      } else {
        Waiting.pause(live.measured().toMillis() / 2);
        killed = System.currentTimeMillis();
        disturb(system, place, disturbance);
        Waiting.pause(live.measured().toMillis() / 2);
        cpuShare = 0;
      }
    }
    awaitLastAnswers();
    return LiveResult.of(
        log.fates(), cpuShare, place.partitions(), startMillis + live.warmUp().toMillis(), killed);
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
      long sent = producer.sent();
      long lag = Math.max(0, sent - topics.committed(system.group(place), place.input()));
      vitals.add(new Vitals(now, rss, (used - cpu) * 1_000 / Math.max(1, now - since), lag));
      cpu = used;
      since = now;
    }
  }

  /** Kills the process that was started first. */
  private void disturb(Contestant system, RunPlace place, Disturbance disturbance) {
    processes.removeFirst().kill();
    if (disturbance == Disturbance.DISK_LOST) {
      Folders.remove(place.folder());
    }
    if (disturbance != Disturbance.TAKEOVER) {
      start(system, place);
    }
  }

  private void start(Contestant system, RunPlace place) {
    try {
      Files.createDirectories(place.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var file =
        settings
            .folder()
            .resolve(
                "logs/"
                    + place.id()
                    + "-"
                    + place.folder().getFileName()
                    + processes.size()
                    + ".log");
    ChildJvm process = ChildJvm.start(system.name(), settings.java(), system.launch(place), file);
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
