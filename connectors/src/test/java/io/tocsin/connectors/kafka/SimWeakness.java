package io.tocsin.connectors.kafka;

/** Ways to break an invariant on purpose: the simulation must notice each of them. */
enum SimWeakness {
  /** Transactions carry no offsets for the group to check. */
  NO_OFFSETS,
  /** The group's generation is taken at the commit, not when the transaction begins. */
  GROUP_AT_COMMIT,
  /** A commit that failed counts as done. */
  FAILURE_IGNORED,
  /** The committed offset is read while a transaction that moves it is open. */
  UNSTABLE_OFFSETS,
  /** State is written outside the transaction. */
  STATE_OUTSIDE
}
