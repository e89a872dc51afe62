package io.tocsin.connectors.kafka;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Notices partitions that belong to no member of a group that has come to rest. The classic
 * cooperative protocol gives a partition that moves to nobody in one generation, and counts on the
 * member that gave it up to ask for the next one. If that member dies in between, its successor
 * takes its static seat without a rebalance and does not know that one is owed: the partition would
 * wait until somebody else joins or leaves. Used by the lane's thread; answers come by another.
 */
final class UnownedPartitions {
  /** The successor is the one who can notice soon, and has just begun. */
  private static final long YOUNG = 30_000;

  private static final long EVERY_WHILE_YOUNG = 1_000;
  private static final long EVERY = 10_000;

  private final Admin admin;
  private final String group;
  private long began = Long.MIN_VALUE;
  private long asked;
  private Set<TopicPartition> before = Set.of();
  private boolean judged = true;
  private volatile Answer answer = new Answer(Set.of(), true);

  UnownedPartitions(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  /** What was found by a question, once it is answered. */
  private record Answer(Set<TopicPartition> unowned, boolean here) {}

  /**
   * Partitions that were unowned at two looks in a row, told once; asks again when it is time.
   * Returns at once.
   *
   * @param now wall clock, epoch milliseconds
   */
  Set<TopicPartition> look(Set<String> topics, long now) {
    Answer last = answer;
    if (!last.here() || topics.isEmpty()) {
      return Set.of();
    }
    if (began == Long.MIN_VALUE) {
      began = now;
      asked = now - EVERY;
    }
    Set<TopicPartition> still = judged ? Set.of() : judge(last.unowned());
    if (now - asked >= (now - began < YOUNG ? EVERY_WHILE_YOUNG : EVERY)) {
      asked = now;
      judged = false;
      ask(topics);
    }
    return still;
  }

  private Set<TopicPartition> judge(Set<TopicPartition> unowned) {
    judged = true;
    Set<TopicPartition> still = new HashSet<>(unowned);
    still.retainAll(before);
    before = still.isEmpty() ? unowned : Set.of();
    return still;
  }

  private void ask(Set<String> topics) {
    answer = new Answer(Set.of(), false);
    KafkaFuture<Map<String, TopicDescription>> described =
        admin.describeTopics(topics).allTopicNames();
    var unused =
        admin
            .describeConsumerGroups(List.of(group))
            .all()
            .whenComplete(
                (groups, failure) -> {
                  ConsumerGroupDescription found = groups == null ? null : groups.get(group);
                  if (found == null || found.groupState() != GroupState.STABLE) {
                    answer = new Answer(Set.of(), true);
                  } else {
                    compare(described, found);
                  }
                });
  }

  private void compare(
      KafkaFuture<Map<String, TopicDescription>> described, ConsumerGroupDescription found) {
    var unused =
        described.whenComplete(
            (topics, failure) -> {
              Set<TopicPartition> unowned = new HashSet<>();
              if (topics != null) {
                topics.forEach(
                    (name, topic) ->
                        topic
                            .partitions()
                            .forEach(p -> unowned.add(new TopicPartition(name, p.partition()))));
              }
              found.members().forEach(m -> unowned.removeAll(m.assignment().topicPartitions()));
              answer = new Answer(unowned, true);
            });
  }
}
