package io.tocsin.connectors.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A group's committed offsets with stable semantics, without standing still: the consumer's own
 * question blocks its lane for as long as a transaction is open, and on the consumer protocol can
 * be asked in vain while the member's epoch changes. Used by one lane's thread.
 */
final class GroupOffsets {
  private static final long GLANCE_MS = 50;

  private final Admin admin;
  private final String group;
  private final DeadMembers dead;
  private final Map<TopicPartition, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> asked =
      new HashMap<>();

  GroupOffsets(Admin admin, String group, DeadMembers dead) {
    this.admin = admin;
    this.group = group;
    this.dead = dead;
  }

  /** Asks, unless the answer is under way. Returns at once. */
  void askFor(TopicPartition partition) {
    asked.computeIfAbsent(partition, this::ask);
  }

  /** Drops a question, and its answer: the partition is somebody else's from now on. */
  void forget(TopicPartition partition) {
    asked.remove(partition);
  }

  /**
   * The offset, null if there is none.
   *
   * @throws OffsetUnstableException if it is not known yet: ask again
   */
  @Nullable Long committed(TopicPartition partition) {
    KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> answer =
        asked.computeIfAbsent(partition, this::ask);
    try {
      Map<TopicPartition, OffsetAndMetadata> offsets = answer.get(GLANCE_MS, TimeUnit.MILLISECONDS);
      asked.remove(partition);
      if (!offsets.containsKey(partition)) {
        // The broker's answer to who wants stable offsets while a transaction holds one.
        dead.endTransactions();
        throw new OffsetUnstableException("an open transaction holds the offset of " + partition);
      }
      OffsetAndMetadata offset = offsets.get(partition);
      return offset == null ? null : offset.offset();
    } catch (TimeoutException e) {
      throw new OffsetUnstableException("the broker has not told the offset of " + partition, e);
    } catch (ExecutionException e) {
      asked.remove(partition);
      throw new KafkaException("cannot read the offset of " + partition, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while reading the offset of " + partition, e);
    }
  }

  private KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> ask(TopicPartition partition) {
    return admin
        .listConsumerGroupOffsets(
            Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition))),
            new ListConsumerGroupOffsetsOptions().requireStable(true))
        .partitionsToOffsetAndMetadata(group);
  }
}
