package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.LaneStats.ShardProgress;
import io.tocsin.connectors.kafka.LaneStats.ShardProgress.Phase;
import io.tocsin.pipeline.flow.ShardId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;

/** Which partitions the shards of a group wait for. Used by one thread. */
final class Awaited {
  private final String group;
  private final Map<String, String> changelogs;
  private final TopicAdmin admin;
  private int offsetPartitions;

  /**
   * For one group.
   *
   * @param changelogs changelog topic by input topic
   */
  Awaited(String group, Map<String, String> changelogs, TopicAdmin admin) {
    this.group = group;
    this.changelogs = changelogs;
    this.admin = admin;
  }

  /** Asks the broker for the number of the offsets' partitions, when a shard waits for them. */
  Set<TopicPartition> partitions(Map<ShardId, ShardProgress> shards) {
    Set<TopicPartition> awaited = new HashSet<>();
    shards.forEach(
        (id, shard) -> {
          if (shard.phase() == Phase.READY && shard.lag() > 0) {
            awaited.add(new TopicPartition(id.topic(), id.partition()));
          } else if (shard.phase() == Phase.RESTORING) {
            String changelog = changelogs.get(id.topic());
            awaited.add(
                shard.begun() && changelog != null
                    ? new TopicPartition(changelog, id.partition())
                    : offsets());
          }
        });
    return awaited;
  }

  /** Where the broker keeps the group's offsets: by its name's hash. */
  private TopicPartition offsets() {
    String topic = Topic.GROUP_METADATA_TOPIC_NAME;
    if (offsetPartitions == 0) {
      TopicAdmin.TopicState state = admin.describe(topic);
      offsetPartitions = state == null ? 0 : state.partitions();
    }
    int partition = offsetPartitions == 0 ? 0 : Utils.abs(group.hashCode()) % offsetPartitions;
    return new TopicPartition(topic, partition);
  }
}
