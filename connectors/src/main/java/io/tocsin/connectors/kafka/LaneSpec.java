package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Task;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a lane works on, and with what.
 *
 * @param name for threads and logs
 * @param task the way of its shards
 * @param topics input topics
 * @param log opens the lane's log; called again after a failure
 * @param changelog opens a reader of one changelog partition
 * @param stateTopic where the changelogs are; null for a task without state
 * @param home where local state is
 * @param watermarks high watermarks of the inputs
 * @param notices makes alerts of what happens to shards
 */
record LaneSpec(
    String name,
    Task task,
    InputTopics topics,
    Supplier<LaneLog> log,
    Readers changelog,
    @Nullable StateTopic stateTopic,
    StateHome home,
    CaughtUp.HighWatermarks watermarks,
    Notices notices) {
  /** Opens a reader of one changelog partition. */
  @FunctionalInterface
  interface Readers {
    ChangelogReader open(TopicPartition partition);
  }
}
