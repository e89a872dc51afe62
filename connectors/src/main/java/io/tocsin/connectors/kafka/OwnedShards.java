package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.Changelog.InputMark;
import io.tocsin.connectors.kafka.Restore.Restored;
import io.tocsin.pipeline.flow.Credit;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
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
  private long told;

  private static final java.util.Comparator<TopicPartition> BY_NAME =
      java.util.Comparator.comparing(TopicPartition::topic)
          .thenComparingInt(TopicPartition::partition);

  OwnedShards(
      LaneSpec spec,
      LaneLog log,
      LaneTransaction transaction,
      LaneStats stats,
      InstantSource clock,
      Executor restores) {
    this.spec = spec;
    this.log = log;
    this.transaction = transaction;
    this.stats = stats;
    this.clock = clock;
    this.restores = restores;
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
      // The last moment at which the partitions are certainly ours. If it fails the lane starts
      // anew, and its log's end aborts.
      transaction.commit(new ArrayList<>(ready.values()), clock.millis());
      stats.committed();
    }
    partitions.forEach(this::release);
  }

  @Override
  public void lost(Collection<TopicPartition> partitions) {
    throw new IllegalStateException(
        "partitions " + Lane.names(partitions) + " were lost: another member has them");
  }

  /** Starts restores of new shards, takes finished ones into the ready. */
  void takeRestored() {
    tellProgress();
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
    if (restoring.isEmpty() || now - told < TELL_EVERY_MS) {
      return;
    }
    told = now;
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
    if (spec.stateTopic() == null) {
      r.result.complete(new Restored(spec.home().open(id(p)), null));
      r.begun = true;
      return true;
    }
    TopicPartition changelog =
        new TopicPartition(spec.stateTopic().nameFor(p.topic()), p.partition());
    LaneStats.ShardProgress own = progress(p);
    long now = clock.millis();
    restores.execute(
        () -> {
          try (ChangelogReader reader = spec.changelog().open(changelog)) {
            Restored restored = new Restore(id(p), spec.home(), reader, own).run(now);
            if (!r.result.complete(restored)) {
              restored.store().close();
            }
          } catch (RuntimeException | Error e) {
            r.result.completeExceptionally(e);
          }
        });
    // Last: whoever gives up a restore that has begun waits for its result.
    r.begun = true;
    return true;
  }

  private void finish(TopicPartition p, Restoring r) {
    try {
      Restored restored = r.result.join();
      try {
        long position = startAt(p, r.committed, restored.mark());
        ShardContext context =
            new ShardContext(id(p), spec.home().live(id(p), restored.store()), new Credit());
        ready.put(p, new Shard(context, p, position, spec.task()));
        log.resume(p, position);
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
    } catch (ShardStoppedException e) {
      stopOrThrow(p, r, e);
    }
  }

  private void stopOrThrow(TopicPartition p, Restoring r, RuntimeException e) {
    if (e instanceof ShardStoppedException) {
      r.stopped = true;
      progress(p).stopped(String.valueOf(e.getMessage()));
      LOG.error("{}: {} stopped: {}", spec.name(), p, e.getMessage());
    } else {
      throw e;
    }
  }

  private long startAt(TopicPartition p, @Nullable Long committed, @Nullable InputMark mark) {
    if (mark != null && spec.stateTopic() != null) {
      spec.stateTopic().check(p.topic(), mark);
    }
    long state = mark == null ? -1 : mark.position();
    long position = Math.max(committed == null ? -1 : committed, state);
    long beginning = log.beginning(p);
    if (position < 0) {
      return beginning;
    }
    if (position < beginning) {
      throw new ShardStoppedException(
          "the next record to read of "
              + p
              + " is "
              + position
              + ", but the oldest that is left is "
              + beginning
              + ": "
              + (beginning - position)
              + " records were deleted unread. Reset this task's position to go on without them");
    }
    return position;
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
      r.cancel();
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
    private final long assigned;
    private @Nullable Long committed;
    private boolean begun;
    private boolean stopped;

    Restoring(long assigned) {
      this.assigned = assigned;
    }

    /**
     * Waits for the restore to let go of the local store: the next owner in this process opens it
     * again.
     */
    void cancel() {
      try {
        result.join().store().close();
      } catch (CompletionException | CancellationException e) {
        LOG.debug("a cancelled restore ended with {}", e.toString());
      }
    }
  }
}
