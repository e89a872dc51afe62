package io.tocsin.connectors.kafka;

import java.util.Map;
import java.util.TreeMap;

/**
 * Client properties of each role: what exactly-once needs is ours, everything else is the user's.
 */
final class ClientProperties {
  private ClientProperties() {}

  /** A lane's consumer. */
  static Map<String, String> laneConsumer(Map<String, String> user, String group, String instance) {
    Map<String, String> p = new TreeMap<>();
    boolean classic = !"consumer".equals(user.getOrDefault("group.protocol", "classic"));
    if (classic) {
      p.put("partition.assignment.strategy", LaneAssignor.class.getName());
      // Nobody works for a dead member's shards before this has passed.
      p.put("session.timeout.ms", "8000");
      // How soon a member hears that the group changes: a partition that moves waits for it twice.
      p.put("heartbeat.interval.ms", "500");
    }
    p.put("max.poll.records", "2000");
    p.put("max.poll.interval.ms", "60000");
    p.put("fetch.max.bytes", Integer.toString(16 << 20));
    p.put("max.partition.fetch.bytes", Integer.toString(2 << 20));
    p.put("fetch.max.wait.ms", "100");
    // Topics that a pattern subscribes to are found within this time.
    p.put("metadata.max.age.ms", "10000");
    // A deleted topic must not come back because somebody still asks for it.
    p.put("allow.auto.create.topics", "false");
    p.putAll(user);
    p.put("group.id", group);
    p.put("group.instance.id", instance);
    p.put("isolation.level", "read_committed");
    p.put("enable.auto.commit", "false");
    p.put("auto.offset.reset", "none");
    p.put("client.id", instance);
    return p;
  }

  /** A lane's producer. */
  static Map<String, String> laneProducer(Map<String, String> user, String transactionalId) {
    Map<String, String> p = new TreeMap<>();
    p.put("linger.ms", "5");
    p.put("batch.size", Integer.toString(128 << 10));
    p.put("compression.type", "lz4");
    p.put("max.block.ms", "30000");
    p.put("delivery.timeout.ms", "30000");
    p.put("request.timeout.ms", "15000");
    p.putAll(user);
    p.remove("group.protocol");
    p.put("transactional.id", transactionalId);
    p.put("transaction.timeout.ms", "10000");
    p.put("enable.idempotence", "true");
    p.put("acks", "all");
    p.put("client.id", transactionalId);
    return p;
  }

  /** Neither lane: admin, changelog readers, edges. */
  static Map<String, String> plain(Map<String, String> user) {
    Map<String, String> p = new TreeMap<>(user);
    p.remove("group.protocol");
    return p;
  }
}
