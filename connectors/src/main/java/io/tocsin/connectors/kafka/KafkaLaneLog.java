package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lane's log in real Kafka. */
final class KafkaLaneLog implements LaneLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLaneLog.class);
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

  /**
   * So long a commit waits for the next generation, ms. Members that are alive ask for it within
   * their heartbeat's interval; for a dead one the group waits longer than a transaction may.
   */
  private static final long JOINING_BOUND = 3_000;

  /**
   * After that so long from one commit to the next, ms: whichever is under way at the moment at
   * which the group goes on after all is refused, so there should seldom be one.
   */
  private static final long JOINING_STEP = 1_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final DeadMembers dead;
  private final GroupOffsets offsets;
  private final UnownedPartitions unowned;
  private final boolean classic;
  private final InstantSource clock;
  private final Joining joining = new Joining();
  private long waitUntil;
  private @Nullable ConsumerGroupMetadata group;

  /**
   * Of one lane.
   *
   * @param user client properties of the user
   * @param id what makes the lane's member and its transactions known
   */
  static KafkaLaneLog open(
      Map<String, String> user,
      String group,
      String id,
      TopicAdmin admin,
      DeadMembers dead,
      InstantSource clock) {
    return new KafkaLaneLog(
        ClientProperties.laneConsumer(user, group, id),
        ClientProperties.laneProducer(user, id),
        dead,
        new GroupOffsets(admin.admin(), group, dead),
        new UnownedPartitions(admin.admin(), group),
        clock);
  }

  private KafkaLaneLog(
      Map<String, String> consumerProperties,
      Map<String, String> producerProperties,
      DeadMembers dead,
      GroupOffsets offsets,
      UnownedPartitions unowned,
      InstantSource clock) {
    this.dead = dead;
    this.offsets = offsets;
    this.unowned = unowned;
    this.classic = !"consumer".equals(consumerProperties.get("group.protocol"));
    this.clock = clock;
    long began = clock.millis();
    Map<String, Object> properties = new HashMap<>(consumerProperties);
    properties.put(LaneAssignor.JOINING, joining);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      this.producer =
          new KafkaProducer<>(
              new HashMap<>(producerProperties),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      // Fences the previous owner of the id, and finishes what it left open.
      producer.initTransactions();
      String instance = producerProperties.getOrDefault("transactional.id", "");
      if (!classic) {
        dead.freeSeat(instance);
      }
      LOG.info("{}: log opened in {} ms", instance, clock.millis() - began);
    } catch (RuntimeException e) {
      consumer.close(CloseOptions.timeout(CLOSE_BOUND));
      throw e;
    }
  }

  @Override
  public void subscribe(InputTopics topics, Owner owner) {
    if (topics.pattern() == null) {
      consumer.subscribe(topics.names(), new Listener(owner));
    } else {
      consumer.subscribe(topics.pattern(), new Listener(owner));
    }
  }

  @Override
  public List<Records> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled;
    if (!joining.now()) {
      waitUntil = clock.millis() + JOINING_BOUND;
    }
    try {
      polled = consumer.poll(timeout);
    } catch (WakeupException e) {
      return List.of();
    }
    if (classic) {
      askForUnowned();
    }
    if (polled.isEmpty()) {
      return List.of();
    }
    List<Records> views = new ArrayList<>(polled.partitions().size());
    for (TopicPartition partition : polled.partitions()) {
      views.add(new RecordsView(partition, polled.records(partition)));
    }
    return views;
  }

  private void askForUnowned() {
    Set<TopicPartition> nobodys = unowned.look(consumer.subscription(), clock.millis());
    if (!nobodys.isEmpty()) {
      LOG.warn("partitions {} belong to no member: asking for a rebalance", Lane.names(nobodys));
      consumer.enforceRebalance("partitions belong to no member");
    }
  }

  @Override
  public void resume(TopicPartition partition, long position) {
    consumer.seek(partition, position);
    consumer.resume(Set.of(partition));
  }

  @Override
  public void pause(TopicPartition partition) {
    consumer.pause(Set.of(partition));
  }

  @Override
  public void unpause(TopicPartition partition) {
    consumer.resume(Set.of(partition));
  }

  @Override
  public long position(TopicPartition partition) {
    return awake(() -> consumer.position(partition), consumer::wakeup);
  }

  @Override
  public void askCommitted(TopicPartition partition) {
    offsets.askFor(partition);
  }

  @Override
  public void forgetCommitted(TopicPartition partition) {
    offsets.forget(partition);
  }

  @Override
  public @Nullable Long committed(TopicPartition partition) {
    return offsets.committed(partition);
  }

  @Override
  public long beginning(TopicPartition partition) {
    Long offset =
        awake(() -> consumer.beginningOffsets(Set.of(partition)), consumer::wakeup).get(partition);
    return offset == null ? 0 : offset;
  }

  @Override
  public long end(TopicPartition partition) {
    Long offset =
        awake(() -> consumer.endOffsets(Set.of(partition)), consumer::wakeup).get(partition);
    return offset == null ? 0 : offset;
  }

  /** A wakeup is meant for {@link #poll}: whatever else it ends is asked again. */
  static <T> T awake(Supplier<T> question, Runnable wakeup) {
    boolean woken = false;
    while (true) {
      try {
        T answer = question.get();
        if (woken) {
          wakeup.run();
        }
        return answer;
      } catch (WakeupException e) {
        woken = true;
      }
    }
  }

  @Override
  public boolean joining() {
    return joining.now() && clock.millis() < waitUntil;
  }

  @Override
  public void rejoin() {
    // The new protocol needs no asking, and ignores it.
    consumer.enforceRebalance("the topic has got more partitions");
  }

  @Override
  public void begin() {
    group = consumer.groupMetadata();
    producer.beginTransaction();
  }

  @Override
  public void send(OutRecord out, @Nullable SentTo done) {
    Integer partition = out.partition() == OutRecord.BY_KEY ? null : out.partition();
    Long timestamp = out.timestamp() < 0 ? null : out.timestamp();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(out.topic(), partition, timestamp, out.key(), out.value());
    out.headers().forEach((name, value) -> record.headers().add(name, value));
    // A failed send makes the commit fail: its future says nothing more.
    var unused = producer.send(record, done == null ? null : told(done));
  }

  private static Callback told(SentTo done) {
    return (metadata, failure) -> {
      if (failure == null) {
        done.offset(metadata.offset());
      }
    };
  }

  @Override
  public void commit(Map<TopicPartition, Long> next, Duration bound) {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    next.forEach((partition, offset) -> positions.put(partition, new OffsetAndMetadata(offset)));
    if (group == null) {
      throw new IllegalStateException("commit without begin");
    }
    waitUntil = clock.millis() + JOINING_STEP;
    producer.sendOffsetsToTransaction(positions, newest(group));
    long deadline = clock.millis() + bound.toMillis();
    while (true) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        // The outcome is unknown; only another commit may follow.
        if (clock.millis() >= deadline) {
          throw e;
        }
      }
    }
  }

  /**
   * The group may have gone on while the transaction was open, as it does whenever somebody joins
   * or leaves. Whoever is the same member in a later generation has been a member all the time, and
   * was told inside poll, on this thread, of every partition that it lost.
   */
  private ConsumerGroupMetadata newest(ConsumerGroupMetadata begun) {
    ConsumerGroupMetadata now = consumer.groupMetadata();
    boolean same = now.memberId().equals(begun.memberId());
    return same && now.generationId() > begun.generationId() ? now : begun;
  }

  @Override
  public void abort() {
    producer.abortTransaction();
  }

  @Override
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    try {
      producer.close(CLOSE_BOUND);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_BOUND));
    }
  }

  private final class Listener implements ConsumerRebalanceListener {
    private final Owner owner;

    Listener(Owner owner) {
      this.owner = owner;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      // A position of our own keeps the consumer from looking for one: where to start is decided
      // when the state is restored.
      partitions.forEach(p -> consumer.seek(p, 0));
      if (!partitions.isEmpty()) {
        dead.endTransactions();
      }
      owner.assigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      owner.revoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      owner.lost(partitions);
    }
  }
}
