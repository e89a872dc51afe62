package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.Changelog.InputMark;
import java.util.Map;

/**
 * The changelogs of one task, and what its input topics are now.
 *
 * @param changelogs changelog topic by input topic
 * @param inputs identity and partition count by input topic
 */
record StateTopic(Map<String, String> changelogs, Map<String, TopicAdmin.TopicState> inputs) {
  String nameFor(String inputTopic) {
    String name = changelogs.get(inputTopic);
    if (name == null) {
      throw new IllegalStateException("no changelog for input topic " + inputTopic);
    }
    return name;
  }

  InputMark mark(String inputTopic, long position) {
    TopicAdmin.TopicState input = input(inputTopic);
    return new InputMark(position, input.id(), input.partitions());
  }

  /**
   * Checks that the state was made of this input.
   *
   * @throws ShardStoppedException if it was not
   */
  void check(String inputTopic, InputMark mark) {
    TopicAdmin.TopicState input = input(inputTopic);
    if (!mark.topicId().isEmpty() && !mark.topicId().equals(input.id())) {
      throw new ShardStoppedException(
          "topic "
              + inputTopic
              + " was deleted and created again: its offsets no longer mean what the state was made of. "
              + "Reset this task's state to start anew, or restore the topic");
    }
    if (mark.partitions() != 0 && mark.partitions() != input.partitions()) {
      throw new ShardStoppedException(
          "topic "
              + inputTopic
              + " had "
              + mark.partitions()
              + " partitions and has "
              + input.partitions()
              + ": keys have moved between partitions, the state is not where its events arrive. "
              + "Reset this task's state to start anew");
    }
  }

  private TopicAdmin.TopicState input(String topic) {
    TopicAdmin.TopicState state = inputs.get(topic);
    if (state == null) {
      throw new IllegalStateException("unknown input topic " + topic);
    }
    return state;
  }
}
