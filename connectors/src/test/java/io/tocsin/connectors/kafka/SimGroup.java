package io.tocsin.connectors.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The model's consumer group: members, generations, assignments. */
final class SimGroup {
  static final long SESSION_TIMEOUT = 2_500;

  /** A member, as the coordinator sees it. */
  static final class Member {
    long lastSeen;
    boolean joined;
    Set<TopicPartition> assigned = Set.of();

    /** What it had when it asked for the next generation; nobody else gets that. */
    Set<TopicPartition> keeps = Set.of();
  }

  private final Random random;
  private final Set<TopicPartition> inputs;
  private final Map<String, Member> members = new TreeMap<>();

  /** Whether members go on with what they have while the group shares its partitions anew. */
  final boolean cooperative;

  private boolean rebalancing;
  private int generation;
  private int named;

  SimGroup(Random random, Set<TopicPartition> inputs) {
    this.random = random;
    this.inputs = inputs;
    this.cooperative = random.nextBoolean();
  }

  int generation() {
    return generation;
  }

  boolean rebalancing() {
    return rebalancing;
  }

  @Nullable Member member(String id) {
    return members.get(id);
  }

  String newMember() {
    return "member-" + (1_000_000 + named++);
  }

  void join(String id, long now) {
    Member m = new Member();
    m.lastSeen = now;
    members.put(id, m);
    rebalance();
  }

  void leave(String id) {
    if (members.remove(id) != null) {
      rebalance();
    }
  }

  /** Silent members leave. */
  void pass(long now) {
    if (members.values().removeIf(m -> now - m.lastSeen > SESSION_TIMEOUT)) {
      rebalance();
    }
  }

  void rebalance() {
    rebalancing = !members.isEmpty();
    members.values().forEach(m -> m.joined = false);
  }

  /** The member is ready for the next generation, which begins when all are. */
  void ready(Member member) {
    member.joined = true;
    for (Member m : members.values()) {
      if (!m.joined) {
        return;
      }
    }
    generation++;
    rebalancing = false;
    assign();
  }

  private void assign() {
    List<Member> all = new ArrayList<>(members.values());
    int next = random.nextInt(all.size());
    all.forEach(m -> m.assigned = new TreeSet<>(SimKafka.BY_PARTITION));
    if (cooperative) {
      assignWithout(all);
      return;
    }
    for (TopicPartition p : inputs) {
      all.get(next++ % all.size()).assigned.add(p);
    }
  }

  /** What is to move goes to nobody in this generation, and to somebody in the next one. */
  private void assignWithout(List<Member> all) {
    Map<TopicPartition, Member> owners = new TreeMap<>(SimKafka.BY_PARTITION);
    all.forEach(m -> m.keeps.forEach(p -> owners.put(p, m)));
    boolean moving = owners.size() < inputs.size();
    for (TopicPartition p : inputs) {
      Member any = all.get(random.nextInt(all.size()));
      Member owner = owners.getOrDefault(p, any);
      boolean stays = moving || random.nextInt(3) != 0 || owner == any;
      if (stays) {
        owner.assigned.add(p);
      }
    }
  }
}
