package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A lane's log in the model. Each call is a point at which others go on, or the process dies. */
final class SimLaneLog implements LaneLog {
  private final SimKafka kafka;
  private final SimActor actor;
  private final Set<SimWeakness> weak;
  private final SimFaults faults;
  private final String transactionalId;
  private final String member;
  private final int epoch;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Set<TopicPartition> flowing = new HashSet<>();
  private final Set<TopicPartition> owned = new HashSet<>();
  private @Nullable Owner owner;
  private SimKafka.@Nullable Transaction transaction;
  private int generation = -1;
  private int begunIn = -1;

  SimLaneLog(
      SimKafka kafka,
      SimActor actor,
      SimFaults faults,
      Set<SimWeakness> weak,
      String transactionalId) {
    this.kafka = kafka;
    this.actor = actor;
    this.faults = faults;
    this.weak = weak;
    this.transactionalId = transactionalId;
    this.member = kafka.newMember();
    actor.pause();
    epoch = kafka.initTransactions(transactionalId);
  }

  @Override
  public void subscribe(InputTopics topics, Owner owner) {
    this.owner = owner;
    kafka.join(member);
  }

  @Override
  public List<Records> poll(Duration timeout) {
    actor.pause();
    Owner told = Objects.requireNonNull(owner);
    SimKafka.Member me = kafka.member(member);
    if (me == null) {
      told.lost(Set.copyOf(owned));
      throw new IllegalStateException("thrown out of the group");
    }
    me.lastSeen = kafka.now;
    if (kafka.rebalancing() && !me.joined) {
      revoke(told);
      // It may have been thrown out while it finished its transaction.
      if (kafka.member(member) == me) {
        me.lastSeen = kafka.now;
        kafka.ready(me);
      }
      return List.of();
    }
    if (!kafka.rebalancing() && generation != kafka.generation) {
      generation = kafka.generation;
      owned.addAll(me.assigned);
      owned.forEach(p -> positions.put(p, 0L));
      told.assigned(new ArrayList<>(owned));
      return List.of();
    }
    return fetch();
  }

  private void revoke(Owner told) {
    List<TopicPartition> all = new ArrayList<>(owned);
    told.revoked(all);
    owned.clear();
    flowing.clear();
  }

  private List<Records> fetch() {
    List<Records> views = new ArrayList<>();
    TreeSet<TopicPartition> inOrder =
        new TreeSet<>((a, b) -> Integer.compare(a.partition(), b.partition()));
    inOrder.addAll(flowing);
    for (TopicPartition p : inOrder) {
      int from = (int) position(p);
      int count = Math.min(kafka.log(p).size() - from, kafka.random.nextInt(5));
      if (count > 0) {
        views.add(new SimRecords(p, from, kafka.log(p).subList(from, from + count)));
        positions.put(p, (long) from + count);
      }
    }
    return views;
  }

  @Override
  public void resume(TopicPartition partition, long position) {
    positions.put(partition, position);
    flowing.add(partition);
  }

  @Override
  public void pause(TopicPartition partition) {
    flowing.remove(partition);
  }

  @Override
  public void unpause(TopicPartition partition) {
    flowing.add(partition);
  }

  @Override
  public long position(TopicPartition partition) {
    return Objects.requireNonNull(positions.get(partition));
  }

  @Override
  public @Nullable Long committed(TopicPartition partition) {
    actor.pause();
    while (kafka.unstable(partition) && !weak.contains(SimWeakness.UNSTABLE_OFFSETS)) {
      actor.pause();
    }
    return kafka.committed.get(partition);
  }

  @Override
  public long beginning(TopicPartition partition) {
    return 0;
  }

  @Override
  public void begin() {
    actor.pause();
    begunIn = generation;
    transaction = kafka.begin(transactionalId, epoch);
  }

  @Override
  public void send(OutRecord record, @Nullable SentTo done) {
    if (kafka.random.nextInt(4) == 0) {
      actor.pause();
    }
    SimKafka.Transaction t = Objects.requireNonNull(transaction);
    if (broken(t)) {
      return;
    }
    int partition = record.partition() == OutRecord.BY_KEY ? 0 : record.partition();
    long offset =
        kafka.append(
            new TopicPartition(record.topic(), partition),
            Objects.requireNonNull(record.key()),
            record.value(),
            weak.contains(SimWeakness.STATE_OUTSIDE) && done != null ? null : t);
    if (done != null) {
      done.offset(offset);
    }
  }

  private boolean broken(SimKafka.Transaction t) {
    return kafka.fenced(transactionalId, epoch) || t.outcome != SimKafka.Outcome.OPEN;
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets, Duration bound) {
    try {
      tryCommit(offsets);
    } catch (IllegalStateException e) {
      if (!weak.contains(SimWeakness.FAILURE_IGNORED)) {
        throw e;
      }
    }
  }

  private void tryCommit(Map<TopicPartition, Long> offsets) {
    actor.pause();
    SimKafka.Transaction t = Objects.requireNonNull(transaction);
    check(t);
    int claimed = weak.contains(SimWeakness.GROUP_AT_COMMIT) ? kafka.generation : begunIn;
    boolean known = kafka.member(member) != null || weak.contains(SimWeakness.GROUP_AT_COMMIT);
    if (!weak.contains(SimWeakness.NO_OFFSETS)) {
      if (!known || claimed != kafka.generation) {
        throw new IllegalStateException("the group is at generation " + kafka.generation);
      }
      t.offsets.putAll(offsets);
    }
    actor.pause();
    check(t);
    SimFaults.Commit fault = faults.commit();
    if (fault == SimFaults.Commit.REQUEST_LOST) {
      throw new IllegalStateException("time-out, the request was lost");
    }
    if (weak.contains(SimWeakness.NO_OFFSETS)) {
      t.offsets.putAll(new LinkedHashMap<>(offsets));
    }
    kafka.end(t, SimKafka.Outcome.COMMITTED);
    actor.pause();
    if (fault == SimFaults.Commit.ANSWER_LOST) {
      throw new IllegalStateException("time-out, the answer was lost");
    }
  }

  private void check(SimKafka.Transaction t) {
    if (broken(t)) {
      throw new IllegalStateException("fenced, or aborted by its time-out");
    }
  }

  @Override
  public void abort() {
    actor.pause();
    SimKafka.Transaction t = Objects.requireNonNull(transaction);
    check(t);
    kafka.end(t, SimKafka.Outcome.ABORTED);
  }

  @Override
  public void wakeup() {
    // Nobody waits in the model.
  }

  @Override
  public void close() {
    if (!actor.killed() && kafka.random.nextBoolean()) {
      kafka.leave(member);
    }
  }
}
