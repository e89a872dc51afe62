package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.TopicAdmin.TopicState;
import io.tocsin.pipeline.state.Position.Origin;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The changelogs of one task.
 *
 * @param changelogs changelog topic by input topic
 * @param lookup what a topic is now; null if there is none
 * @param grow gives a topic so many partitions
 * @param watch looks at the input topics while shards run
 */
record StateTopic(
    Map<String, String> changelogs,
    Function<String, @Nullable TopicState> lookup,
    Grow grow,
    TopicWatch watch) {
  String nameFor(String inputTopic) {
    String name = changelogs.get(inputTopic);
    if (name == null) {
      throw new IllegalStateException("no changelog for input topic " + inputTopic);
    }
    return name;
  }

  /** What the topics are that a shard's state is made of from now on. Waits for the broker. */
  Now look(String inputTopic) {
    TopicState input = find(inputTopic);
    TopicState changelog = find(nameFor(inputTopic));
    return new Now(input, changelog);
  }

  private TopicState find(String topic) {
    TopicState state = lookup.apply(topic);
    if (state == null) {
      throw new IllegalStateException("topic " + topic + " does not exist");
    }
    return state;
  }

  /** The same with a watch of its own. */
  StateTopic watchedBy(TopicWatch other) {
    return new StateTopic(changelogs, lookup, grow, other);
  }

  /** Both topics of a shard. */
  record Now(TopicState input, TopicState changelog) {
    Origin origin() {
      return new Origin(input.id(), input.partitions(), changelog.id());
    }
  }

  /** Gives a topic more partitions. */
  @FunctionalInterface
  interface Grow {
    void to(String topic, int partitions);
  }
}
