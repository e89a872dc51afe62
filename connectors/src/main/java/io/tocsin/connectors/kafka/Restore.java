package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.Changelog.InputMark;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.MissingRecordsException;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.Position.Origin;
import io.tocsin.pipeline.state.Restorer;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the local store of one shard up to the end of its changelog. The caller reads the group's
 * committed offset first; every transaction that could have moved it is below the high watermark
 * taken here, and the read-committed position passes that watermark only when all of them are
 * decided: an open transaction of a zombie hides what was committed behind it until it is.
 */
final class Restore {
  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
  private static final Duration STEP = Duration.ofMillis(200);

  /**
   * So much is gathered before it is written: what changes again meanwhile is written once, and a
   * timer that is moved leaves no entry behind.
   */
  private static final long WRITE_BYTES =
      Math.max(4 << 20, Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 64));

  private final ShardId shard;
  private final StateHome home;
  private final ChangelogReader reader;
  private final LaneStats.ShardProgress progress;
  private final StateTopic.Now topics;
  private final List<Notice> notices;
  private @Nullable InputMark mark;
  private long bytes;

  Restore(
      ShardId shard,
      StateHome home,
      ChangelogReader reader,
      LaneStats.ShardProgress progress,
      StateTopic.Now topics,
      List<Notice> notices) {
    this.notices = notices;
    this.shard = shard;
    this.home = home;
    this.reader = reader;
    this.progress = progress;
    this.topics = topics;
  }

  /**
   * Runs to the end.
   *
   * @param now wall clock, epoch milliseconds
   * @return the open store, and the last input position in the changelog (null if it is empty)
   * @throws RestoreCancelledException if the shard was taken away meanwhile
   */
  Restored run(long now) {
    long end = reader.highWatermark();
    StateStore store = open(now, end);
    try {
      Position local = store.position();
      long from = local == null ? reader.beginning() : local.changelog();
      progress.begin(from, end);
      if (local != null) {
        Origin origin = local.origin();
        mark = new InputMark(local.input(), origin.input(), origin.inputPartitions());
      }
      long lap = local == null ? lastLap(from, end) : LastLap.NONE;
      if (lap != LastLap.NONE) {
        try {
          return replay(States.lapRestorer(store), store, lap, end, now);
        } catch (MissingRecordsException e) {
          LOG.warn("{}: is restored from the changelog's beginning: {}", shard, e.getMessage());
          store = anew(store);
        }
      }
      return replay(States.restorer(store), store, from, end, now);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private long lastLap(long from, long end) {
    return new LastLap(reader, progress::checkCancelled).find(from, end);
  }

  private Restored replay(Restorer restorer, StateStore store, long from, long end, long now) {
    reader.seek(from);
    progress.begin(from, end);
    long position = from;
    while (position < end) {
      progress.checkCancelled();
      position = reader.read(STEP, e -> take(e.key(), e.value(), restorer));
      if (restorer.pendingBytes() >= WRITE_BYTES) {
        restorer.write(at(position, now));
      }
      progress.at(position, bytes);
    }
    restorer.finish(at(position, now));
    LOG.info("{}: state restored, {} changelog offsets read", shard, position - from);
    return new Restored(store, mark, topics, notices);
  }

  private void take(byte[] key, byte @Nullable [] value, Restorer restorer) {
    bytes += key.length + (value == null ? 0 : value.length);
    InputMark read = Changelog.decode(key, value, restorer::add);
    if (read != null) {
      mark = read;
    }
  }

  private Position at(long position, long now) {
    String changelog = topics.changelog().id();
    return mark == null
        ? new Position(-1, position, now, new Origin("", 0, changelog))
        : new Position(
            mark.position(),
            position,
            now,
            new Origin(mark.topicId(), mark.partitions(), changelog));
  }

  private StateStore open(long now, long end) {
    StateStore store = home.open(shard, notices::add);
    Position local = store.position();
    if (local == null) {
      return store;
    }
    String why = null;
    if (now - local.writtenAt() > StateTopics.LOCAL_STATE_MAX_AGE_MS) {
      why = "it is so old that removals may be gone from the changelog";
    } else if (local.changelog() > end) {
      why = "it is ahead of its changelog, which was truncated or created again";
    } else if (foreign(local.origin())) {
      why = "its changelog was created again";
    }
    if (why == null) {
      return store;
    }
    LOG.warn("{}: local state is thrown away and restored whole: {}", shard, why);
    return anew(store);
  }

  private StateStore anew(StateStore store) {
    store.close();
    home.discard(shard);
    return home.open(shard, notices::add);
  }

  private boolean foreign(Origin origin) {
    return !origin.changelog().isEmpty() && !origin.changelog().equals(topics.changelog().id());
  }

  /**
   * What a restore ends with.
   *
   * @param mark where the state stands in the input it was made of; null without state
   * @param topics what the topics are now
   * @param notices what people must hear of
   */
  record Restored(
      StateStore store,
      @Nullable InputMark mark,
      StateTopic.@Nullable Now topics,
      List<Notice> notices) {}
}
