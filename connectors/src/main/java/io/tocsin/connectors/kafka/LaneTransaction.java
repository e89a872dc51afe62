package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Now;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.state.LogEntry;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.StateException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The open transaction of a lane: outputs as they come, then, at the commit, the changed state and
 * the positions of every shard it wrote for. Used by the lane's thread only.
 */
final class LaneTransaction {
  /**
   * State that only the passing of time has changed, while nothing came and nothing was told, is
   * found again by looking at the clock: it waits so many lazy intervals, so that an idle worker
   * writes next to nothing.
   */
  private static final int IDLE_TIMES = 15;

  /**
   * What is urgent but late anyway, as its shard is behind, waits so many times what the last
   * commit took: with much state every commit is dear, and the lane would never catch up.
   */
  private static final int BEHIND_TIMES = 9;

  /**
   * So many commits after a start, or after a shard has come, are not held back by that: their code
   * is cold, so that the time they took says nothing, and somebody waits for a first sign of life.
   */
  private static final int FIRST_COMMITS = 3;

  private final LaneLog log;
  private final LaneSettings settings;
  private final @Nullable StateTopic stateTopic;
  private final BadState badState;
  private final InstantSource clock;
  private boolean open;
  private long urgentSince = Long.MAX_VALUE;
  private long lazySince = Long.MAX_VALUE;
  private long idleSince = Long.MAX_VALUE;
  private boolean behind;
  private long lastTook;
  private int commits;

  /** Whom the last commit was for. */
  private Set<Shard> known = Set.of();

  /**
   * For one lane and the life of one log.
   *
   * @param stateTopic where changelogs are, or null for a task without state
   */
  LaneTransaction(
      LaneLog log,
      LaneSettings settings,
      @Nullable StateTopic stateTopic,
      BadState badState,
      InstantSource clock) {
    this.badState = badState;
    this.log = log;
    this.settings = settings;
    this.stateTopic = stateTopic;
    this.clock = clock;
  }

  /** Sends what a batch made and notes that there is something to commit. */
  void add(Shard shard, List<OutRecord> outputs, Now at) {
    long now = at.wall();
    behind |= at.caughtUpTo() < now - settings.commitLazy().toMillis();
    if (!known.contains(shard)) {
      commits = 0;
      lastTook = 0;
    }
    for (OutRecord out : outputs) {
      begin();
      log.send(out, null);
      if (out.urgent()) {
        urgentSince = Math.min(urgentSince, now);
      }
    }
    if (open || shard.moved()) {
      lazySince = Math.min(lazySince, now);
    } else if (shard.uncommitted()) {
      idleSince = Math.min(idleSince, now);
    }
  }

  /**
   * Wall time by which the commit should begin, {@link Long#MAX_VALUE} if there is nothing to
   * commit. An urgent output waits half of its allowance: the commit itself takes the rest; of a
   * shard that is behind, longer, but never longer than one that is not urgent.
   */
  long due() {
    long lazy = settings.commitLazy().toMillis();
    long urgent = settings.commitUrgent().toMillis() / 2;
    long spread = behind ? Math.min(lazy, Math.max(urgent, BEHIND_TIMES * lastTook)) : urgent;
    return Math.min(
        after(urgentSince, spread),
        Math.min(after(lazySince, lazy), after(idleSince, IDLE_TIMES * lazy)));
  }

  private static long after(long since, long millis) {
    return since == Long.MAX_VALUE ? since : since + millis;
  }

  /** Commits outputs, state and positions, then lets the state reach the local stores. */
  void commit(Collection<Shard> shards) {
    long began = clock.millis();
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    Map<Shard, AtomicLong> written = new LinkedHashMap<>();
    for (Shard shard : shards) {
      offsets.put(shard.input(), shard.position());
      if (stateTopic != null && shard.stateDue()) {
        begin();
        written.put(shard, sendState(shard, stateTopic));
      }
    }
    begin();
    log.commit(offsets, settings.finishBound());
    open = false;
    urgentSince = Long.MAX_VALUE;
    lazySince = Long.MAX_VALUE;
    idleSince = Long.MAX_VALUE;
    behind = false;
    for (Shard shard : shards) {
      shard.committed();
      badState.told(shard.context().id());
    }
    written.forEach(
        (shard, end) ->
            shard
                .context()
                .state()
                .committed(new Position(shard.position(), end.get(), began, shard.origin())));
    known = Set.copyOf(shards);
    commits++;
    lastTook = commits <= FIRST_COMMITS ? 0 : clock.millis() - began;
  }

  /** Gives up what was sent since the last commit. */
  void abort() {
    if (open) {
      open = false;
      log.abort();
    }
  }

  private AtomicLong sendState(Shard shard, StateTopic topic) {
    AtomicLong end = new AtomicLong();
    List<OutRecord> records =
        Changelog.encode(
            topic.nameFor(shard.input().topic()),
            shard.input().partition(),
            drain(shard),
            shard.mark());
    for (OutRecord record : records) {
      log.send(record, offset -> end.accumulateAndGet(offset + 1, Math::max));
    }
    return end;
  }

  private List<LogEntry> drain(Shard shard) {
    try {
      return shard.context().state().drain();
    } catch (StateException e) {
      badState.failed(shard.context().id(), e);
      throw e;
    }
  }

  private void begin() {
    if (!open) {
      log.begin();
      open = true;
    }
  }
}
