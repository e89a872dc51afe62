package io.tocsin.connectors.sensor;

import io.tocsin.connectors.sensor.SensorStatus.Health;
import io.tocsin.connectors.sensor.SensorStatus.State;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.Series;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * One sensor's loop: ask, publish, wait. A step runs on the scheduler and arranges the next one, so
 * there is never more than one under way; a step of a run that was stopped does nothing.
 */
final class SupervisedSensor {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisedSensor.class);

  /** Intervals without an answer after which a sensor counts as stuck. */
  private static final int STUCK = 3;

  private final Sensor sensor;
  private final SensorSettings settings;
  private final EventPublisher publisher;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final FailureLog failures;

  private Scheduler.@Nullable Worker run;
  private State state = State.STOPPED;
  private List<SensorEvent> lastGood = List.of();
  private long due;
  private long samples;
  private long events;
  private long dropped;
  private long skipped;
  private long unpublished;
  private long lastSuccess = SensorStatus.NEVER;
  private long startedAt;

  SupervisedSensor(
      Sensor sensor,
      SensorSettings settings,
      EventPublisher publisher,
      InstantSource clock,
      Scheduler scheduler) {
    this.sensor = sensor;
    this.settings = settings;
    this.publisher = publisher;
    this.clock = clock;
    this.scheduler = scheduler;
    this.failures = new FailureLog(sensor.name(), settings);
  }

  synchronized void start() {
    if (run == null) {
      Scheduler.Worker worker = scheduler.createWorker();
      run = worker;
      state = State.RUNNING;
      startedAt = clock.millis();
      due = startedAt;
      worker.schedule(() -> step(worker));
    }
  }

  synchronized void stop() {
    end(State.STOPPED);
  }

  private void end(State last) {
    Scheduler.Worker worker = run;
    run = null;
    state = last;
    if (worker != null) {
      worker.dispose();
    }
  }

  synchronized void restart() {
    end(State.STOPPED);
    failures.forgive();
    Scheduler.Worker opener = scheduler.createWorker();
    opener.schedule(
        () -> {
          hook("restart", sensor::restart);
          start();
          opener.dispose();
        });
  }

  private synchronized boolean isCurrent(Scheduler.Worker worker) {
    return run == worker;
  }

  private void step(Scheduler.Worker worker) {
    if (!isCurrent(worker)) {
      return;
    }
    List<SensorEvent> seen;
    try {
      seen = List.copyOf(sensor.sample(clock.millis()));
    } catch (Throwable e) {
      // A sensor may be anybody's code: not even its linkage errors may end the others.
      failed(worker, e);
      return;
    }
    List<SensorEvent> good = answered(seen);
    publish(worker, good, settings.interval().toMillis());
  }

  private synchronized List<SensorEvent> answered(List<SensorEvent> seen) {
    List<SensorEvent> finite =
        seen.stream().filter(e -> !(e instanceof Reading r) || Double.isFinite(r.value())).toList();
    state = State.RUNNING;
    samples++;
    dropped += seen.size() - finite.size();
    lastSuccess = clock.millis();
    failures.answered();
    lastGood = finite;
    return finite;
  }

  private void publish(Scheduler.Worker worker, List<SensorEvent> batch, long delay) {
    publisher
        .publish(batch)
        .subscribe(
            nothing -> {},
            error -> {
              LOG.warn("sensor {}: {} events not published", sensor.name(), batch.size(), error);
              unpublished(worker);
            },
            () -> {
              published(batch.size());
              next(worker, delay);
            });
  }

  private synchronized void published(int count) {
    events += count;
  }

  private void unpublished(Scheduler.Worker worker) {
    synchronized (this) {
      unpublished++;
    }
    next(worker, settings.pause().toMillis());
  }

  /** Arranges the next step: on the grid of intervals, or after the pause if that is later. */
  private synchronized void next(Scheduler.Worker worker, long delay) {
    if (run != worker) {
      return;
    }
    long interval = settings.interval().toMillis();
    long now = clock.millis();
    long earliest = delay == interval ? now : now + delay;
    due += interval;
    if (due < earliest) {
      long missed = (earliest - due + interval - 1) / interval;
      due += missed * interval;
      skipped += missed;
    }
    worker.schedule(() -> step(worker), due - now, TimeUnit.MILLISECONDS);
  }

  private void failed(Scheduler.Worker worker, Throwable failure) {
    Strategy strategy;
    synchronized (this) {
      if (run != worker) {
        return;
      }
      strategy = failures.add(clock.millis(), failure, "sample " + (samples + 1));
      state = State.PAUSED;
      if (strategy == Strategy.QUARANTINE) {
        end(State.QUARANTINED);
      }
    }
    LOG.warn("sensor {} failed: {}", sensor.name(), strategy, failure);
    long pause = settings.pause().toMillis();
    switch (strategy) {
      case QUARANTINE, NONE -> {}
      case RESTART -> {
        hook("restart", sensor::restart);
        next(worker, pause);
      }
      case RESET -> {
        hook("reset", sensor::reset);
        synchronized (this) {
          failures.forgiveConsecutive();
        }
        next(worker, pause);
      }
      case FALLBACK -> publish(worker, fallback(), pause);
    }
  }

  private synchronized List<SensorEvent> fallback() {
    long now = clock.millis();
    List<SensorEvent> marked = new ArrayList<>();
    // Readings only: what happened once must not be told twice.
    for (SensorEvent event : lastGood) {
      if (event instanceof Reading r) {
        Series series =
            new Series(
                r.sensor(), r.series().metric(), r.series().labels().with("fallback", "last_good"));
        marked.add(new Reading(series, now, r.value()));
      }
    }
    return marked;
  }

  @FunctionalInterface
  private interface Hook {
    void run() throws Exception;
  }

  private void hook(String name, Hook hook) {
    try {
      hook.run();
    } catch (Throwable e) {
      LOG.warn("sensor {}: {} failed", sensor.name(), name, e);
      synchronized (this) {
        failures.note(clock.millis(), e, name);
      }
    }
  }

  synchronized List<SensorFailure> failures() {
    return failures.last();
  }

  synchronized SensorStatus status(long now) {
    return new SensorStatus(
        sensor.name(),
        state,
        health(now),
        samples,
        events,
        dropped,
        skipped,
        failures.total(),
        failures.consecutive(),
        unpublished,
        lastSuccess,
        failures.lastTime());
  }

  private Health health(long now) {
    long silentSince = Math.max(lastSuccess, startedAt);
    long stuck = STUCK * settings.interval().toMillis() + settings.pause().toMillis();
    if (state == State.QUARANTINED
        || failures.consecutive() > 0
        || (run != null && now - silentSince > stuck)) {
      return Health.FAILING;
    }
    return failures.inWindow(now) > 0 ? Health.DEGRADED : Health.HEALTHY;
  }
}
