package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what is committed of one partition of the model. */
final class SimChangelogReader implements ChangelogReader {
  private final SimKafka kafka;
  private final SimActor actor;
  private final TopicPartition partition;
  private long position;

  SimChangelogReader(SimKafka kafka, SimActor actor, TopicPartition partition) {
    this.kafka = kafka;
    this.actor = actor;
    this.partition = partition;
  }

  @Override
  public long beginning() {
    return 0;
  }

  @Override
  public long highWatermark() {
    actor.pause();
    return kafka.log(partition).size();
  }

  @Override
  public void seek(long offset) {
    position = offset;
  }

  @Override
  public long read(Duration timeout, Consumer<Entry> sink) {
    actor.pause();
    long end = Math.min(kafka.lastStable(partition), position + 1 + kafka.random.nextInt(20));
    List<SimKafka.Entry> log = kafka.log(partition);
    for (; position < end; position++) {
      SimKafka.Entry e = log.get((int) position);
      if (e.readable()) {
        sink.accept(new Entry(position, Objects.requireNonNull(e.key), e.value));
      }
    }
    return position;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
