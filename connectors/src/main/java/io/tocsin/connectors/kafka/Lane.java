package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.state.StateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with one consumer and one transactional producer, working for several shards of one
 * task. Whatever fails in it, it drops what is not committed, opens its log anew and restores: a
 * failure in a living process is treated as a crash.
 */
final class Lane implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final long SAMPLE_EVERY_MS = 200;

  /** How long a poll may wait while something else is waited for. */
  private static final long SOON_MS = 20;

  private final LaneSpec spec;
  private final LaneSettings settings;
  private final LaneStats stats;
  private final InstantSource clock;
  private final Executor restores;
  private final Portions portions;
  private final Poison poison = new Poison();
  private final BadState badState;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable LaneLog current;
  private volatile boolean inOrder = true;

  Lane(
      LaneSpec spec,
      LaneSettings settings,
      LaneStats stats,
      InstantSource clock,
      Executor restores,
      Portions portions) {
    this.portions = portions;
    this.spec = spec;
    this.settings = settings;
    this.stats = stats;
    this.clock = clock;
    this.restores = restores;
    this.badState = new BadState(spec.home());
  }

  @Override
  public void run() {
    try {
      while (!stopping()) {
        try {
          inOrder = false;
          live();
          inOrder = true;
        } catch (RuntimeException | OutOfMemoryError e) {
          stats.restarted();
          LOG.warn("{}: starts again after: {}", spec.name(), e.toString(), e);
          pause(settings.restartPause());
        }
      }
    } finally {
      ended.countDown();
    }
  }

  /** Asks the lane to commit and end. Any thread. */
  void stop() {
    stop.countDown();
    LaneLog log = current;
    if (log != null) {
      log.wakeup();
    }
  }

  /** Waits for the end; false if it did not come in time. Any thread. */
  boolean awaitEnd(Duration bound) throws InterruptedException {
    return ended.await(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Of a lane that has ended: whether all that it worked on is committed. Any thread. */
  boolean endedInOrder() {
    return inOrder;
  }

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  private void pause(Duration time) {
    try {
      boolean stopped = stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("{}: pause ended, stopping: {}", spec.name(), stopped);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  /** From opening the log to its end or failure. */
  private void live() {
    try (LaneLog log = spec.log().get()) {
      current = log;
      LaneTransaction transaction =
          new LaneTransaction(log, settings, spec.stateTopic(), badState, clock);
      OwnedShards shards =
          new OwnedShards(
              spec, log, transaction, stats, clock, restores, settings.onLostInput(), badState);
      try {
        log.subscribe(spec.topics(), shards);
        CaughtUp caughtUp = new CaughtUp(spec.watermarks(), SAMPLE_EVERY_MS);
        // Between generations the last commit might be refused too.
        while (!stopping() || (transaction.due() != Long.MAX_VALUE && log.joining())) {
          turn(log, transaction, shards, caughtUp);
        }
        commit(transaction, shards);
      } catch (RuntimeException | OutOfMemoryError e) {
        abort(transaction, e);
        throw e;
      } finally {
        shards.closeAll();
      }
    } finally {
      current = null;
    }
  }

  private void turn(
      LaneLog log, LaneTransaction transaction, OwnedShards shards, CaughtUp caughtUp) {
    List<Records> polled = log.poll(pollTime(log, transaction, shards));
    shards.takeRestored();
    long now = clock.millis();
    for (Records records : polled) {
      Shard shard = shards.find(new TopicPartition(records.topic(), records.partition()));
      if (shard != null) {
        process(log, transaction, shards, shard, records, caughtUp.upTo(shard.input()));
      }
    }
    // Everything polled is processed here: the log's position, which is past ends of transactions
    // too, is the shards'.
    caughtUp.update(
        shards.readyInputs(), log::position, now, (p, lag) -> shards.progress(p).lag(lag));
    tick(transaction, shards, caughtUp, now);
    shards.lookAround(now);
    shards.applyCredit();
    commitIfDue(log, transaction, shards);
  }

  private void commitIfDue(LaneLog log, LaneTransaction transaction, OwnedShards shards) {
    boolean due =
        clock.millis() >= transaction.due() || shards.dirtyBytes() > settings.dirtyBytes();
    if (due && !log.joining()) {
      commit(transaction, shards);
    }
  }

  private void process(
      LaneLog log,
      LaneTransaction transaction,
      OwnedShards shards,
      Shard shard,
      Records records,
      long caughtUpTo) {
    for (Records some : poison.split(shard.input(), records)) {
      for (int from = 0; from < some.size(); ) {
        Records part = portions.next(some, from);
        long began = clock.millis();
        process(transaction, shard, part, new Now(began, caughtUpTo));
        portions.took(part.size(), clock.millis() - began);
        from += part.size();
        commitIfDue(log, transaction, shards);
      }
    }
  }

  private void process(LaneTransaction transaction, Shard shard, Records part, Now now) {
    boolean hopeless = poison.hopeless(shard.input(), part);
    try {
      var out =
          hopeless
              ? shard.giveUp(now, part, poison.message(shard.input()))
              : shard.process(now, part);
      if (hopeless) {
        stats.gaveUp();
      }
      stats.processed(part.size(), out.size());
      transaction.add(shard, OutputSize.fit(out, stats), now);
    } catch (ShardFailedException e) {
      poison.failed(shard.input(), part, e);
      throw e;
    } catch (StateException e) {
      badState.failed(shard.context().id(), e);
      throw e;
    }
  }

  private void tick(LaneTransaction transaction, OwnedShards shards, CaughtUp caughtUp, long now) {
    for (Shard shard : shards.ready()) {
      if (now - shard.lastBatch() >= settings.tick().toMillis()) {
        try {
          Now at = new Now(now, caughtUp.upTo(shard.input()));
          var out = shard.tick(at);
          stats.processed(0, out.size());
          transaction.add(shard, OutputSize.fit(out, stats), at);
        } catch (StateException e) {
          badState.failed(shard.context().id(), e);
          throw e;
        }
      }
    }
  }

  private Duration pollTime(LaneLog log, LaneTransaction transaction, OwnedShards shards) {
    long now = clock.millis();
    long due = log.joining() ? now + SOON_MS : transaction.due();
    long until = Math.min(due, now + settings.tick().toMillis());
    if (shards.restoring()) {
      until = Math.min(until, now + SOON_MS);
    }
    return Duration.ofMillis(Math.max(0, until - now));
  }

  private void commit(LaneTransaction transaction, OwnedShards shards) {
    if (transaction.due() == Long.MAX_VALUE) {
      return;
    }
    transaction.commit(new ArrayList<>(shards.ready()));
    stats.committed();
  }

  private void abort(LaneTransaction transaction, Throwable cause) {
    try {
      stats.aborted();
      transaction.abort();
    } catch (RuntimeException e) {
      // The producer is beyond aborting: opening the next one aborts what this one left.
      cause.addSuppressed(e);
    }
  }

  /** Partitions of a collection, for messages. */
  static String names(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::toString).sorted().toList().toString();
  }
}
