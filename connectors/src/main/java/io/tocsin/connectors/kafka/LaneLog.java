package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a lane needs of the log: one consumer of a group and one transactional producer. Called by
 * the lane's thread only. Real Kafka is one implementation; the simulation of the log is the other.
 *
 * <p>Any method may throw; after that the lane closes this log and opens another.
 */
interface LaneLog extends AutoCloseable {
  /** Told about ownership, inside {@link #poll}. */
  interface Owner {
    /** The partitions are ours from now on; they deliver nothing until they are resumed. */
    void assigned(Collection<TopicPartition> partitions);

    /** The partitions are ours until this returns. */
    void revoked(Collection<TopicPartition> partitions);

    /** The partitions have been somebody else's for some time. */
    void lost(Collection<TopicPartition> partitions);
  }

  /** Joins the group; {@code owner} is told. */
  void subscribe(InputTopics topics, Owner owner);

  /** What came for the resumed partitions, one view a partition. */
  List<Records> poll(Duration timeout);

  void resume(TopicPartition partition, long position);

  void pause(TopicPartition partition);

  void unpause(TopicPartition partition);

  /** Next offset that {@link #poll} would give. */
  long position(TopicPartition partition);

  /** Asks what {@link #committed} will tell, if that is not under way. Returns at once. */
  void askCommitted(TopicPartition partition);

  /** Whoever owns the partition next, what was asked before is not the answer. */
  void forgetCommitted(TopicPartition partition);

  /**
   * The group's committed offset, read with stable semantics; null if there is none.
   *
   * @throws OffsetUnstableException if an open transaction may still change it: the one exception
   *     after which the log goes on
   */
  @Nullable Long committed(TopicPartition partition);

  /** Oldest offset that can be read. */
  long beginning(TopicPartition partition);

  /** Last stable offset: where reading what is committed ends now. */
  long end(TopicPartition partition);

  /**
   * Whether the group is about to share its partitions anew, so that a commit may be refused
   * although nothing is lost: better wait, and poll. Ends by itself, soon.
   */
  boolean joining();

  /** Asks the group to share its partitions anew. */
  void rejoin();

  /** Begins a transaction, remembering the group's generation of this moment. */
  void begin();

  /**
   * Sends in the open transaction. Returns at once; a failure shows at the commit.
   *
   * @param done told the offset the record got; called by another thread
   */
  void send(OutRecord record, @Nullable SentTo done);

  /**
   * Commits the transaction with these offsets, or throws. Tries again where the outcome is
   * unknown, up to {@code bound}.
   */
  void commit(Map<TopicPartition, Long> offsets, Duration bound);

  void abort();

  /** Makes a {@link #poll} that waits return. The one method any thread may call. */
  void wakeup();

  @Override
  void close();

  /** Told where a record went. */
  @FunctionalInterface
  interface SentTo {
    void offset(long offset);
  }
}
