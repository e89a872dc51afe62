package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.TopicAdmin.TopicState;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** What the model's topics are. */
final class SimTopics implements Function<String, TopicState>, TopicWatch {
  private final SimKafka kafka;
  private final Set<SimWeakness> weak;
  private final int partitionsAtFirst;

  SimTopics(SimKafka kafka, Set<SimWeakness> weak) {
    this.kafka = kafka;
    this.weak = weak;
    this.partitionsAtFirst = kafka.inputs.size();
  }

  @Override
  public TopicState apply(String topic) {
    if (topic.equals(SimWorld.STATE)) {
      return new TopicState("state-1", kafka.changelogs, false);
    }
    int incarnation = weak.contains(SimWeakness.TOPIC_ID_NOT_READ) ? 1 : kafka.inputIncarnation;
    int partitions =
        weak.contains(SimWeakness.PARTITIONS_NOT_READ) ? partitionsAtFirst : kafka.inputs.size();
    return new TopicState(topic + "-" + incarnation, partitions, false);
  }

  void grow(String topic, int partitions) {
    kafka.changelogs = Math.max(kafka.changelogs, partitions);
    // A partition is there as soon as it is named.
    kafka.log(new TopicPartition(topic, partitions - 1));
  }

  @Override
  public void ask(Collection<String> topics) {
    // The answer is looked up when it is fetched.
  }

  @Override
  public Map<String, TopicState> answer() {
    return Map.of(SimWorld.IN, apply(SimWorld.IN));
  }
}
