package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.TopicAdmin.TopicState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Looks at topics by the admin client. */
final class AdminTopicWatch implements TopicWatch {
  private final Admin admin;
  private volatile Map<String, TopicState> answer = Map.of();

  AdminTopicWatch(Admin admin) {
    this.admin = admin;
  }

  @Override
  public void ask(Collection<String> topics) {
    answer = Map.of();
    // whenComplete hands failures to us: nothing is left in the returned future.
    var unused =
        admin
            .describeTopics(topics)
            .allTopicNames()
            .whenComplete(
                (found, failure) -> {
                  if (failure == null) {
                    Map<String, TopicState> states = new HashMap<>();
                    found.forEach(
                        (name, d) ->
                            states.put(
                                name,
                                new TopicState(
                                    d.topicId().toString(), d.partitions().size(), false)));
                    answer = states;
                  }
                });
  }

  @Override
  public Map<String, TopicState> answer() {
    return answer;
  }
}
