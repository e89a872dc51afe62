package io.tocsin.connectors.kafka;

/**
 * Ways to break an invariant on purpose, in what surrounds the lane: the simulation must notice
 * each of them. The numbers are those of the list in {@link LaneSimulationTest}.
 */
enum SimWeakness {
  NO_OFFSETS(1, "transactions carry no offsets for the group to check"),
  ONLY_MOVED_OFFSETS(1, "a transaction carries the offsets of shards that moved only"),
  GROUP_AT_COMMIT(2, "the group's generation is asked for at the commit, by whoever is no member"),
  FINISHED_AFTER_REVOCATION(2, "an open transaction is finished after the callback returned"),
  FAILURE_IGNORED(3, "a commit that failed counts as done"),
  RESENT_AFTER_UNKNOWN(3, "an unknown outcome is taken for an abort, the same is sent again"),
  UNSTABLE_OFFSETS(4, "the committed offset is read while a transaction that moves it is open"),
  END_AT_LAST_STABLE(4, "a restore ends at the last stable offset, not at the high watermark"),
  END_BEFORE_OFFSET(4, "a restore ends at a high watermark older than the committed offset"),
  TOPIC_ID_NOT_STORED(5, "local state does not say of which topics it was made"),
  TOPIC_ID_NOT_READ(5, "an input topic that was created again passes for the old one"),
  PARTITIONS_NOT_READ(5, "a changed number of partitions is not seen"),
  RESET_TO_EARLIEST(5, "a position that is gone is replaced by the oldest, silently"),
  STATE_OUTSIDE(0, "state is written outside the transaction"),
  LOCAL_BEFORE_COMMIT(0, "the local store has the state before it is committed"),
  TIMERS_AFTER_BATCH(8, "timers fire after a batch, not between its records"),
  LOSSY_CODEC(8, "what is stored is not all of the live object"),
  STATE_BY_PLACE(9, "state is named by the place of its rule in the list"),
  NEW_TRANSACTIONAL_ID(10, "a restarted worker has another transactional id");

  final int invariant;
  final String means;

  SimWeakness(int invariant, String means) {
    this.invariant = invariant;
    this.means = means;
  }
}
