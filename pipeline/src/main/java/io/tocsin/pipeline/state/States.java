package io.tocsin.pipeline.state;

/** Opens shards' state. */
public final class States {
  private States() {}

  /** State over a new byte store in memory, with no bound: for tests and one-off runs. */
  public static ShardState inMemory() {
    return open(inMemoryStore(), CacheBudget.unbounded());
  }

  /** A new, empty byte store in memory. */
  public static StateStore inMemoryStore() {
    return new InMemoryStore();
  }

  /** Writes the records of a shard's changelog, in their order, to its byte store. */
  public static Restorer restorer(StateStore store) {
    return new LogRestorer(store);
  }

  /**
   * Fills an empty byte store from the end of a shard's changelog: from a record on whose {@link
   * SweepPlace} is not behind the last one's of the lap before.
   */
  public static Restorer lapRestorer(StateStore store) {
    return new LapRestorer(store);
  }

  /**
   * The same store, to which the writes of some commits come as one. What it was not given yet when
   * a process is killed, the changelog has.
   */
  public static StateStore writeBehind(StateStore store) {
    return new WriteBehindStore(store);
  }

  /**
   * The state of the shard whose bytes are in {@code store}. Closing it closes the store.
   *
   * @param budget how much memory the live objects of all shards that share it may take
   * @throws StateException if the store was written by a newer release
   */
  public static ShardState open(StateStore store, CacheBudget budget) {
    return new CachedShardState(store, budget, Packer.MAX_RECORD);
  }
}
