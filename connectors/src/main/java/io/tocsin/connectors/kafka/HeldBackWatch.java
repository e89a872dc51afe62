package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether a transaction that does not end keeps this worker's shards waiting. An
 * idle worker, whose shards wait for nothing, asks nothing. Safe for use by any thread; start and
 * close are called once.
 */
public final class HeldBackWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldBackWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final HeldBack heldBack;
  private final Collection<TaskRunner> runners;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          r -> {
            Thread t = new Thread(r, "held-back");
            t.setDaemon(true);
            return t;
          });

  /**
   * Over the running tasks of a worker.
   *
   * @param patience how long a partition may be held back before anybody hears of it
   */
  public HeldBackWatch(
      TopicAdmin admin, InstantSource clock, Duration patience, Collection<TaskRunner> runners) {
    this.heldBack = new HeldBack(admin, clock, patience);
    this.runners = List.copyOf(runners);
  }

  /** What keeps shards waiting and is no lack of speed: a sentence or two for people, each. */
  public List<String> found() {
    return heldBack.found().values().stream().sorted().toList();
  }

  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Set<TopicPartition> awaited = new HashSet<>();
      runners.forEach(runner -> awaited.addAll(runner.awaited()));
      heldBack.check(awaited);
    } catch (RuntimeException e) {
      // Whatever it is, the next look may succeed; thrown, it would be the last one.
      LOG.debug("cannot see what shards wait for", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
