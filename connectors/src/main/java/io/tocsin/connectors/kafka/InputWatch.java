package io.tocsin.connectors.kafka;

import io.tocsin.connectors.kafka.TopicAdmin.TopicState;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks from time to time whether the inputs are still those that the states are made of. */
final class InputWatch {
  private static final long EVERY_MS = 1_000;
  private static final long NEVER = 0;

  private final TopicWatch topics;
  private long lookedAt = NEVER;

  InputWatch(TopicWatch topics) {
    this.topics = topics;
  }

  /**
   * Looks, if it is time.
   *
   * @throws IllegalStateException if an input is another: the restores that follow decide
   */
  void check(Collection<Shard> shards, long now) {
    if (shards.isEmpty() || now - lookedAt < EVERY_MS) {
      return;
    }
    // What was answered before these shards were restored says nothing of them.
    Map<String, TopicState> seen = lookedAt == NEVER ? Map.of() : topics.answer();
    lookedAt = now;
    Set<String> names = new TreeSet<>();
    shards.forEach(shard -> names.add(shard.input().topic()));
    topics.ask(names);
    for (Shard shard : shards) {
      String topic = shard.input().topic();
      TopicState is = seen.get(topic);
      if (is != null && !shard.origin().isOf(is.id(), is.partitions())) {
        throw new IllegalStateException(
            "topic " + topic + " was created again or has got more partitions");
      }
    }
  }
}
