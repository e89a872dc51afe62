package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.Restore.Restored;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.StateException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards a lane owns: restoring, ready or stopped. Keeps them in the order of their partitions,
 * so that a turn does the same whatever order they came in. Used by the lane's thread only.
 */
final class OwnedShards implements LaneLog.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedShards.class);

  private static final long TELL_EVERY_MS = 2_000;

  private final LaneSpec spec;
  private final LaneLog log;
  private final LaneTransaction transaction;
  private final LaneStats stats;
  private final InstantSource clock;
  private final Executor restores;
  private final Map<TopicPartition, Shard> ready = new TreeMap<>(BY_NAME);
  private final Map<TopicPartition, Restoring> restoring = new TreeMap<>(BY_NAME);
  private final Map<TopicPartition, LaneStats.ShardProgress> progress = new TreeMap<>(BY_NAME);
  private final Set<TopicPartition> held = new HashSet<>();
  private long progressTold;
  private final ToldNotices told;
  private final @Nullable InputWatch inputs;
  private final ShardStart starts;
  private final BadState badState;

  private static final java.util.Comparator<TopicPartition> BY_NAME =
      java.util.Comparator.comparing(TopicPartition::topic)
          .thenComparingInt(TopicPartition::partition);

  OwnedShards(
      LaneSpec spec,
      LaneLog log,
      LaneTransaction transaction,
      LaneStats stats,
      InstantSource clock,
      Executor restores,
      LossPolicy onLoss,
      BadState badState) {
    this.spec = spec;
    this.log = log;
    this.transaction = transaction;
    this.stats = stats;
    this.clock = clock;
    this.restores = restores;
    this.told = new ToldNotices(spec.notices(), transaction);
    this.inputs = spec.stateTopic() == null ? null : new InputWatch(spec.stateTopic().watch());
    this.starts = new ShardStart(spec, log, onLoss, badState);
    this.badState = badState;
  }

  Collection<Shard> ready() {
    return ready.values();
  }

  Collection<TopicPartition> readyInputs() {
    return ready.keySet();
  }

  Shard get(TopicPartition input) {
    Shard shard = ready.get(input);
    if (shard == null) {
      throw new IllegalStateException(input + " is not ready");
    }
    return shard;
  }

  @Nullable Shard find(TopicPartition input) {
    return ready.get(input);
  }

  LaneStats.ShardProgress progress(TopicPartition input) {
    LaneStats.ShardProgress p = progress.get(input);
    if (p == null) {
      throw new IllegalStateException(input + " is not owned");
    }
    return p;
  }

  boolean restoring() {
    return !restoring.isEmpty();
  }

  /** Dirty state of all shards, bytes. */
  long dirtyBytes() {
    long sum = 0;
    for (Shard shard : ready.values()) {
      sum += shard.context().state().dirtyBytes();
    }
    return sum;
  }

  @Override
  public void assigned(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.info("{}: assigned {}", spec.name(), Lane.names(partitions));
    }
    for (TopicPartition p : partitions) {
      progress.put(p, stats.own(id(p)));
      restoring.put(p, new Restoring(clock.millis()));
    }
    stats.nowJoined();
  }

  @Override
  public void revoked(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.info("{}: revoked {}", spec.name(), Lane.names(partitions));
    }
    if (partitions.stream().anyMatch(ready::containsKey) && transaction.due() != Long.MAX_VALUE) {
      finishTransaction();
    }
    partitions.forEach(this::release);
  }

  /**
   * The last moment at which the partitions are certainly ours: what cannot be committed within its
   * bound is aborted before the callback returns. Then the lane starts anew.
   */
  private void finishTransaction() {
    try {
      transaction.commit(new ArrayList<>(ready.values()));
      stats.committed();
    } catch (RuntimeException e) {
      try {
        stats.aborted();
        transaction.abort();
      } catch (RuntimeException again) {
        // Its outcome is with the coordinator; the next owner waits until it is decided.
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  @Override
  public void lost(Collection<TopicPartition> partitions) {
    if (partitions.stream().noneMatch(progress::containsKey)) {
      // Given up already: the log is being closed, in the midst of what its group does.
      return;
    }
    throw new IllegalStateException(
        "partitions " + Lane.names(partitions) + " were lost: another member has them");
  }

  /** Starts restores of new shards, takes finished ones into the ready. */
  void takeRestored() {
    tellProgress();
    // All at once: one after the other each would wait for an answer of its own.
    restoring.forEach(
        (p, r) -> {
          if (!r.begun) {
            log.askCommitted(p);
          }
        });
    boolean stable = true;
    for (TopicPartition p : List.copyOf(restoring.keySet())) {
      Restoring r = restoring.get(p);
      if (r == null || r.stopped) {
        continue;
      }
      if (!r.begun) {
        // What hides one offset hides others': they are asked for at the next turn.
        stable = stable && begin(p, r);
      } else if (r.result.isDone()) {
        finish(p, r);
      }
    }
  }

  /** A restore that takes long says so. */
  private void tellProgress() {
    long now = clock.millis();
    if (restoring.isEmpty() || now - progressTold < TELL_EVERY_MS) {
      return;
    }
    progressTold = now;
    restoring.forEach(
        (p, r) -> {
          if (!r.stopped && now - r.assigned >= TELL_EVERY_MS) {
            LOG.info(
                "{}: {} restoring, {} % of its changelog, {} MB",
                spec.name(),
                p,
                r.begun ? Math.round(100 * progress(p).restored()) : 0,
                progress(p).restoredBytes() / 1_000_000);
          }
        });
  }

  /** False if it is too early: a transaction that may move the shard's offset is open. */
  private boolean begin(TopicPartition p, Restoring r) {
    try {
      r.committed = log.committed(p);
    } catch (OffsetUnstableException e) {
      LOG.debug("{}: {} waits: {}", spec.name(), p, e.getMessage());
      return false;
    }
    // Before anybody looks which topic it is: if it is created again meanwhile, that is seen.
    r.end = log.end(p);
    StateTopic stateTopic = spec.stateTopic();
    if (stateTopic == null) {
      r.run(() -> new Restored(spec.home().open(id(p), r.notices::add), null, null, r.notices));
      r.begun = true;
      return true;
    }
    LaneStats.ShardProgress own = progress(p);
    long now = clock.millis();
    restores.execute(() -> r.run(() -> starts.restore(id(p), stateTopic, own, now, r.notices)));
    r.begun = true;
    return true;
  }

  private void finish(TopicPartition p, Restoring r) {
    try {
      Restored restored = r.result.join();
      try {
        badState.remember(id(p), restored.notices());
        badState.check(id(p));
        ShardStart.Started started = starts.start(id(p), p, r.committed, r.end, restored);
        ready.put(p, started.shard());
        log.resume(p, started.shard().position());
        badState.untold(id(p)).forEach(n -> told.tell(started.shard(), n, clock.millis()));
        started.losses().forEach(n -> told.tell(started.shard(), n, clock.millis()));
      } catch (RuntimeException e) {
        restored.store().close();
        throw e;
      }
      restoring.remove(p);
      progress(p).ready();
      LOG.info(
          "{}: {} ready, {} kB of changelog read, {} ms after it was assigned",
          spec.name(),
          p,
          progress(p).restoredBytes() / 1000,
          clock.millis() - r.assigned);
    } catch (CompletionException e) {
      stopOrThrow(p, r, e.getCause() instanceof RuntimeException cause ? cause : e);
    } catch (ShardStoppedException | StateException e) {
      stopOrThrow(p, r, e);
    }
  }

  private void stopOrThrow(TopicPartition p, Restoring r, RuntimeException e) {
    if (e instanceof ShardStoppedException
        || (e instanceof StateException s && BadState.hopeless(s))) {
      r.stopped = true;
      progress(p).stopped(String.valueOf(e.getMessage()));
      LOG.error("{}: {} stopped: {}", spec.name(), p, e.getMessage());
    } else {
      if (e instanceof StateException s) {
        badState.failed(id(p), s);
      }
      throw e;
    }
  }

  /** Ends notices that were shown long enough, and looks whether the inputs are still the same. */
  void lookAround(long now) {
    told.end(ready, now);
    if (inputs != null) {
      inputs.check(ready.values(), now);
    }
  }

  /** Stops and resumes fetching by what the shards want. */
  void applyCredit() {
    for (Shard shard : ready.values()) {
      TopicPartition p = shard.input();
      if (shard.wantsRecords()) {
        if (held.remove(p)) {
          log.unpause(p);
        }
      } else if (held.add(p)) {
        log.pause(p);
      }
    }
  }

  private void release(TopicPartition p) {
    held.remove(p);
    Restoring r = restoring.remove(p);
    stats.disown(id(p));
    progress.remove(p);
    if (r != null && r.begun) {
      // What people must hear is told when the shard is ready, whoever's turn it is then.
      badState.remember(id(p), r.cancel());
    } else if (r != null) {
      log.forgetCommitted(p);
    }
    Shard shard = ready.remove(p);
    if (shard != null) {
      shard.close();
    }
  }

  /** Drops everything; what is not committed is forgotten. */
  void closeAll() {
    Set<TopicPartition> all = new HashSet<>(ready.keySet());
    all.addAll(restoring.keySet());
    all.forEach(this::release);
  }

  private ShardId id(TopicPartition p) {
    return new ShardId(spec.task().name(), p.topic(), p.partition());
  }

  private static final class Restoring {
    private final CompletableFuture<Restored> result = new CompletableFuture<>();
    private final AtomicBoolean taken = new AtomicBoolean();

    /** What the restore found, also one that fails; its own until there is a result. */
    private final List<Notice> notices = new ArrayList<>();

    private final long assigned;
    private @Nullable Long committed;
    private long end;
    private boolean begun;
    private boolean stopped;

    Restoring(long assigned) {
      this.assigned = assigned;
    }

    /** Restores, unless it was given up before its turn came. */
    void run(Supplier<Restored> restore) {
      if (taken.compareAndSet(false, true)) {
        try {
          result.complete(restore.get());
        } catch (RuntimeException | Error e) {
          result.completeExceptionally(e);
        }
      }
    }

    /**
     * Waits for the restore to let go of the local store: the next owner in this process opens it
     * again. One whose turn has not come has nothing to let go of; waiting for it would be waiting
     * for all that are before it, while the group believes that we are still giving it up.
     *
     * @return what was found and not told yet
     */
    List<Notice> cancel() {
      if (taken.compareAndSet(false, true)) {
        return List.of();
      }
      try {
        result.join().store().close();
      } catch (CompletionException | CancellationException e) {
        LOG.debug("a cancelled restore ended with {}", e.toString());
      }
      return notices;
    }
  }
}
