package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A lane's log in the model. Each call is a point at which others go on, or the process dies. */
final class SimLaneLog implements LaneLog {
  private final SimKafka kafka;
  private final SimActor actor;
  private final SimFaults faults;
  private final Set<SimWeakness> weak;
  private final String transactionalId;
  private final String member;
  private final int epoch;
  private final Map<TopicPartition, Long> positions = new TreeMap<>(SimKafka.BY_PARTITION);
  private final Set<TopicPartition> flowing = new TreeSet<>(SimKafka.BY_PARTITION);
  private final Set<TopicPartition> owned = new TreeSet<>(SimKafka.BY_PARTITION);
  private final Map<TopicPartition, Integer> ends = new HashMap<>();
  private final Map<TopicPartition, Offset> asked = new HashMap<>();
  private @Nullable Owner owner;
  private SimKafka.@Nullable Transaction transaction;
  private int generation = -1;
  private int begunIn = -1;
  private boolean revokeLater;

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
    this.member = kafka.group.newMember();
    call();
    epoch = kafka.initTransactions(transactionalId);
  }

  private void call() {
    actor.pause();
    kafka.pass(kafka.random.nextInt(kafka.callTakes));
  }

  /** How far a transaction has come. */
  enum Stage {
    NONE,
    OUTPUTS,
    STATE,
    OFFSETS
  }

  Stage stage() {
    SimKafka.Transaction t = transaction;
    if (t == null || t.outcome != SimKafka.Outcome.OPEN || t.partitions.isEmpty()) {
      return Stage.NONE;
    }
    if (!t.offsets.isEmpty()) {
      return Stage.OFFSETS;
    }
    return t.marks.isEmpty() ? Stage.OUTPUTS : Stage.STATE;
  }

  /** Where a changelog ended when the lane joined the group. */
  int endWhenJoined(TopicPartition changelog) {
    return ends.getOrDefault(changelog, 0);
  }

  @Override
  public void subscribe(InputTopics topics, Owner owner) {
    for (TopicPartition p : kafka.inputs) {
      ends.put(SimWorld.changelog(p), kafka.log(SimWorld.changelog(p)).end());
    }
    this.owner = owner;
    kafka.group.join(member, kafka.now);
  }

  @Override
  public List<Records> poll(Duration timeout) {
    call();
    Owner told = Objects.requireNonNull(owner);
    SimGroup.Member me = kafka.group.member(member);
    if (me == null) {
      told.lost(List.copyOf(owned));
      throw new IllegalStateException("thrown out of the group");
    }
    me.lastSeen = kafka.now;
    if (kafka.group.rebalancing() && !me.joined) {
      if (kafka.group.cooperative) {
        me.keeps = copy(owned);
      } else if (weak.contains(SimWeakness.FINISHED_AFTER_REVOCATION)) {
        revokeLater = true;
      } else {
        revoke(told);
      }
      // It may have been thrown out while it finished its transaction.
      if (kafka.group.member(member) == me) {
        me.lastSeen = kafka.now;
        kafka.group.ready(me);
      }
      return List.of();
    }
    if (!kafka.group.rebalancing() && generation != kafka.group.generation()) {
      generation = kafka.group.generation();
      if (revokeLater) {
        begunIn = generation;
        revokeLater = false;
        revoke(told);
      }
      if (kafka.group.cooperative) {
        change(told, me.assigned);
      } else {
        assign(told, me.assigned);
      }
      return List.of();
    }
    boolean stands = kafka.group.rebalancing() && !kafka.group.cooperative;
    List<Records> fetched = stands ? List.of() : fetch();
    if (fetched.isEmpty()) {
      actor.rest();
    }
    return fetched;
  }

  private void assign(Owner told, Set<TopicPartition> assigned) {
    owned.addAll(assigned);
    for (TopicPartition p : owned) {
      positions.put(p, 0L);
    }
    told.assigned(new ArrayList<>(owned));
  }

  /** Gives up what goes, which somebody gets in the next generation, and takes what is new. */
  private void change(Owner told, Set<TopicPartition> assigned) {
    Set<TopicPartition> gone = copy(owned);
    gone.removeAll(assigned);
    Set<TopicPartition> added = copy(assigned);
    added.removeAll(owned);
    if (!gone.isEmpty()) {
      told.revoked(List.copyOf(gone));
      owned.removeAll(gone);
      flowing.removeAll(gone);
      kafka.group.rebalance();
    }
    owned.addAll(added);
    added.forEach(p -> positions.put(p, 0L));
    told.assigned(List.copyOf(added));
  }

  private static Set<TopicPartition> copy(Set<TopicPartition> partitions) {
    Set<TopicPartition> copy = new TreeSet<>(SimKafka.BY_PARTITION);
    copy.addAll(partitions);
    return copy;
  }

  private void revoke(Owner told) {
    told.revoked(new ArrayList<>(owned));
    owned.clear();
    flowing.clear();
  }

  private List<Records> fetch() {
    List<Records> views = new ArrayList<>();
    for (TopicPartition p : flowing) {
      SimPartition log = kafka.log(p);
      long from = position(p);
      if (from < log.start() && weak.contains(SimWeakness.RESET_TO_EARLIEST)) {
        from = log.start();
      }
      if (from < log.start() || from > log.end()) {
        throw new IllegalStateException("offset " + from + " of " + p + " is out of range");
      }
      long to = Math.min(log.end(), from + kafka.random.nextInt(6));
      if (from < to) {
        List<SimPartition.Entry> entries = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
          entries.add(log.at(offset));
        }
        views.add(new SimRecords(p, from, entries));
        positions.put(p, to);
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
  public void askCommitted(TopicPartition partition) {
    asked.computeIfAbsent(partition, this::offset);
  }

  @Override
  public void forgetCommitted(TopicPartition partition) {
    asked.remove(partition);
  }

  @Override
  public @Nullable Long committed(TopicPartition partition) {
    call();
    // Answered when it was asked: as old as it can be.
    Offset answer = asked.remove(partition);
    Offset offset = answer == null ? offset(partition) : answer;
    if (offset.heldBy() != null) {
      throw new OffsetUnstableException("a transaction of " + offset.heldBy() + " may change it");
    }
    return offset.value();
  }

  private Offset offset(TopicPartition partition) {
    SimKafka.Transaction t = kafka.unstable(partition);
    if (t == null || weak.contains(SimWeakness.UNSTABLE_OFFSETS)) {
      return new Offset(kafka.committed.get(partition), null);
    }
    if (SimWorker.nameIn(t.id).equals(SimWorker.nameIn(transactionalId))) {
      throw new AssertionError("a worker waits for what it left open itself: " + t.id);
    }
    return new Offset(null, t.id);
  }

  /** An answer: a committed offset, or the transaction that may change it. */
  private record Offset(@Nullable Long value, @Nullable String heldBy) {}

  @Override
  public long beginning(TopicPartition partition) {
    return weak.contains(SimWeakness.RESET_TO_EARLIEST) ? 0 : kafka.log(partition).start();
  }

  @Override
  public long end(TopicPartition partition) {
    return kafka.log(partition).lastStable();
  }

  @Override
  public boolean joining() {
    SimGroup.Member me = kafka.group.member(member);
    boolean asked = me != null && kafka.group.rebalancing() && me.joined;
    boolean unheard = me != null && generation != kafka.group.generation();
    // Now and then it has taken too long.
    return (asked || unheard) && kafka.random.nextInt(8) != 0;
  }

  @Override
  public void rejoin() {
    // Assignments follow by themselves here.
  }

  @Override
  public void begin() {
    call();
    begunIn = generation;
    transaction = kafka.begin(transactionalId, epoch);
  }

  @Override
  public void send(OutRecord record, @Nullable SentTo done) {
    if (kafka.random.nextInt(4) == 0) {
      call();
    }
    SimKafka.Transaction t = Objects.requireNonNull(transaction);
    if (broken(t)) {
      return;
    }
    int partition = record.partition() == OutRecord.BY_KEY ? 0 : record.partition();
    boolean outside = weak.contains(SimWeakness.STATE_OUTSIDE) && done != null;
    long offset =
        kafka.append(
            new TopicPartition(record.topic(), partition),
            Objects.requireNonNull(record.key()),
            record.value(),
            outside ? null : t);
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

  private void tryCommit(Map<TopicPartition, Long> all) {
    call();
    SimKafka.Transaction t = Objects.requireNonNull(transaction);
    check(t);
    Map<TopicPartition, Long> offsets = sent(all);
    boolean checked = !weak.contains(SimWeakness.NO_OFFSETS) && !offsets.isEmpty();
    if (checked) {
      checkGroup();
      t.offsets.putAll(offsets);
    }
    call();
    check(t);
    SimFaults.Commit fault = faults.commit();
    if (fault == SimFaults.Commit.REQUEST_LOST) {
      throw new IllegalStateException("time-out, the request was lost");
    }
    t.offsets.putAll(offsets);
    kafka.end(t, SimKafka.Outcome.COMMITTED);
    call();
    if (fault == SimFaults.Commit.ANSWER_LOST) {
      if (weak.contains(SimWeakness.RESENT_AFTER_UNKNOWN)) {
        sendAgain(t);
      } else if (kafka.random.nextBoolean()) {
        throw new IllegalStateException("time-out, the answer was lost");
      }
    }
  }

  private Map<TopicPartition, Long> sent(Map<TopicPartition, Long> all) {
    Map<TopicPartition, Long> offsets = new TreeMap<>(SimKafka.BY_PARTITION);
    offsets.putAll(all);
    if (weak.contains(SimWeakness.ONLY_MOVED_OFFSETS)) {
      offsets.entrySet().removeIf(e -> e.getValue().equals(kafka.committed.get(e.getKey())));
    }
    return offsets;
  }

  private void checkGroup() {
    boolean late = weak.contains(SimWeakness.GROUP_AT_COMMIT);
    // As the real one: the newest generation that the member was told of, on this thread.
    int claimed = late ? kafka.group.generation() : Math.max(begunIn, generation);
    boolean known = late || kafka.group.member(member) != null;
    if (!known || claimed != kafka.group.generation()) {
      throw new IllegalStateException("the group is at generation " + kafka.group.generation());
    }
  }

  private void sendAgain(SimKafka.Transaction first) {
    SimKafka.Transaction again = kafka.begin(transactionalId, epoch);
    for (SimPartition.Entry e : first.entries) {
      again.entries.add(e);
    }
    again.offsets.putAll(first.offsets);
    kafka.end(again, SimKafka.Outcome.COMMITTED);
  }

  private void check(SimKafka.Transaction t) {
    if (broken(t)) {
      throw new IllegalStateException("fenced, or aborted by its time-out");
    }
  }

  @Override
  public void abort() {
    call();
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
      kafka.group.leave(member);
    }
  }
}
