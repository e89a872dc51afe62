package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Notes what is done to it. The test is the group, and says what polls do. */
final class NotedLog implements LaneLog {
  final List<String> calls = new ArrayList<>();
  final Map<TopicPartition, Long> offsets = new HashMap<>();
  final Map<TopicPartition, Long> asked = new HashMap<>();
  final Deque<Supplier<List<Records>>> polls = new ArrayDeque<>();
  @Nullable Owner owner;
  @Nullable TopicPartition held;
  boolean joining;
  Runnable closing = () -> {};
  boolean late;
  long now;
  long commitMillis;

  /** Of a lane that has this log, and no changelog. */
  LaneSpec spec(@Nullable StateTopic stateTopic) {
    return new LaneSpec(
        "lane",
        new CountTask("out"),
        InputTopics.of(List.of("in")),
        () -> this,
        p -> {
          throw new IllegalStateException("there is no changelog");
        },
        stateTopic,
        new MemoryHome(),
        new NoWatermarks(),
        Notices.NONE);
  }

  @Override
  public void subscribe(InputTopics topics, Owner owner) {
    this.owner = owner;
  }

  @Override
  public List<Records> poll(Duration timeout) {
    return polls.remove().get();
  }

  @Override
  public void resume(TopicPartition partition, long position) {
    // There are no records.
  }

  @Override
  public void pause(TopicPartition partition) {
    // There are no records.
  }

  @Override
  public void unpause(TopicPartition partition) {
    // There are no records.
  }

  @Override
  public long position(TopicPartition partition) {
    return 0;
  }

  @Override
  public void askCommitted(TopicPartition partition) {
    asked.putIfAbsent(partition, offsets.getOrDefault(partition, 0L));
  }

  @Override
  public void forgetCommitted(TopicPartition partition) {
    asked.remove(partition);
  }

  @Override
  public @Nullable Long committed(TopicPartition partition) {
    if (partition.equals(held)) {
      throw new OffsetUnstableException("held");
    }
    return asked.remove(partition);
  }

  @Override
  public long beginning(TopicPartition partition) {
    return 0;
  }

  @Override
  public long end(TopicPartition partition) {
    return 10;
  }

  @Override
  public boolean joining() {
    return joining;
  }

  @Override
  public void rejoin() {
    // Assignments follow by themselves here.
  }

  @Override
  public void begin() {
    calls.add("begin");
  }

  @Override
  public void send(OutRecord record, @Nullable SentTo done) {
    calls.add("send");
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets, Duration bound) {
    calls.add("commit " + offsets + " within " + bound);
    now += commitMillis;
    if (late) {
      throw new IllegalStateException("the bound has passed");
    }
  }

  @Override
  public void abort() {
    calls.add("abort");
  }

  @Override
  public void wakeup() {
    // Nobody waits.
  }

  @Override
  public void close() {
    calls.add("close");
    closing.run();
  }
}
