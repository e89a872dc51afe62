package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.state.StateException;
import io.tocsin.pipeline.state.StateException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers over the lives of a lane which shards' state cannot be used: damaged local state is
 * moved aside when it is opened the next time, state that this release cannot read stops its shard,
 * and what is to be told of it is not forgotten. Used by the lane's thread only.
 */
final class BadState {
  private final StateHome home;
  private final Map<ShardId, String> unreadable = new HashMap<>();
  private final Map<ShardId, List<Notice>> untold = new HashMap<>();
  private final Set<String> shared = new HashSet<>();

  BadState(StateHome home) {
    this.home = home;
  }

  void failed(ShardId shard, StateException e) {
    if (e.reason() == Reason.CORRUPTED) {
      home.damaged(shard, String.valueOf(e.getMessage()));
    } else if (hopeless(e)) {
      unreadable.put(shard, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Notices that must be told, each once; they are remembered until the transaction that tells them
   * is done.
   */
  void remember(ShardId shard, List<Notice> notices) {
    for (Notice notice : notices) {
      List<Notice> known = untold.computeIfAbsent(shard, s -> new ArrayList<>());
      if (!known.contains(notice)) {
        known.add(notice);
      }
    }
  }

  /** What is to be told of a shard, also from the lane's lives before. */
  List<Notice> untold(ShardId shard) {
    return List.copyOf(untold.getOrDefault(shard, List.of()));
  }

  /**
   * Whether the group should be asked to share a topic's partitions anew: once, as each time makes
   * the commit of an open transaction fail.
   */
  boolean sharesAnew(String topic, int partitions) {
    return shared.add(topic + "/" + partitions);
  }

  /** What was to be told of a shard is committed. */
  void told(ShardId shard) {
    untold.remove(shard);
  }

  /** Whether trying again cannot help. */
  static boolean hopeless(StateException e) {
    return e.reason() == Reason.NEWER_VERSION || e.reason() == Reason.UNREADABLE;
  }

  /**
   * Checks a shard that is about to begin.
   *
   * @throws ShardStoppedException if its state could not be read before
   */
  void check(ShardId shard) {
    String why = unreadable.get(shard);
    if (why != null) {
      throw new ShardStoppedException(why);
    }
  }
}
