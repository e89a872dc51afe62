package io.tocsin.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stranger's transaction that stays open where shards wait, on a real broker. */
class HeldBackIT {
  private static EmbeddedBroker broker;
  private static Map<String, String> user;
  private static TopicAdmin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startTemporary(Map.of());
    user = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = new TopicAdmin(user);
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void anInputThatIsHeldBackIsNamedWithTheOneWhoHoldsIt() throws InterruptedException {
    LaneCase c = new LaneCase("input", admin, user);
    c.publish(0, 100);
    TaskRunner run = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(100);
    HeldBack heldBack = heldBack();
    heldBack.check(run.awaited());
    assertThat(heldBack.found()).isEmpty();
    try (KafkaProducer<byte[], byte[]> stranger = stranger("stranger-input")) {
      write(stranger, new TopicPartition(c.input(), 2));
      c.publish(100, 400);
      TopicPartition held = new TopicPartition(c.input(), 2);
      awaitFound(heldBack, run, held, "Its transactional id is stranger-input. It ends when");
      assertThat(heldBack.found()).containsOnlyKeys(held);
      stranger.abortTransaction();
    }
    c.awaitOutputs(400);
    awaitNothing(heldBack, run);
    run.stop(Duration.ofSeconds(60));
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(c.expected(400));
  }

  @Test
  void aRestoreThatIsHeldBackIsNamedWithTheOneWhoHoldsIt() throws InterruptedException {
    LaneCase c = new LaneCase("changelog", admin, user);
    c.publish(0, 500);
    TaskRunner first = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(500);
    first.stop(Duration.ofSeconds(60));
    c.publish(500, 900);
    TopicPartition held =
        new TopicPartition(new Topics("changelog", 4).state("count", c.input()), 1);
    try (KafkaProducer<byte[], byte[]> stranger = stranger("stranger-changelog")) {
      write(stranger, held);
      HeldBack heldBack = heldBack();
      TaskRunner second = c.run(LaneSettings.DEFAULTS);
      awaitFound(
          heldBack, second, held, "Its transactional id is stranger-changelog. It ends when");
      Awaitility.await("the others are not kept waiting")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  second.stats().shards().values().stream()
                          .filter(s -> s.phase() == LaneStats.ShardProgress.Phase.READY)
                          .count()
                      == 3);
      stranger.abortTransaction();
      c.awaitOutputs(900);
      awaitNothing(heldBack, second);
      second.stop(Duration.ofSeconds(60));
    }
    assertThat(c.outputs()).containsExactlyInAnyOrderElementsOf(c.expected(900));
  }

  @Test
  void offsetsThatAreHeldBackAreNamedWithTheOneWhoHoldsThem() throws InterruptedException {
    LaneCase c = new LaneCase("offsets", admin, user);
    c.publish(0, 100);
    TaskRunner first = c.run(LaneSettings.DEFAULTS);
    c.awaitOutputs(100);
    first.stop(Duration.ofSeconds(60));
    try (KafkaProducer<byte[], byte[]> stranger = stranger("stranger-offsets")) {
      stranger.beginTransaction();
      stranger.sendOffsetsToTransaction(
          Map.of(new TopicPartition(c.input(), 0), new OffsetAndMetadata(1)), outsider(c.group()));
      stranger.flush();
      HeldBack heldBack = heldBack();
      TaskRunner second = c.run(LaneSettings.DEFAULTS);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                heldBack.check(second.awaited());
                assertThat(heldBack.found().keySet())
                    .anyMatch(p -> p.topic().equals("__consumer_offsets"));
                assertThat(heldBack.found().values())
                    .anyMatch(text -> text.contains("id is stranger-offsets. It ends when"));
              });
      stranger.abortTransaction();
      awaitNothing(heldBack, second);
      second.stop(Duration.ofSeconds(60));
    }
  }

  /** One that tells at the second look. */
  private static HeldBack heldBack() {
    return new HeldBack(admin, InstantSource.system(), Duration.ZERO);
  }

  private static void awaitFound(
      HeldBack heldBack, TaskRunner run, TopicPartition partition, String words) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              heldBack.check(run.awaited());
              assertThat(heldBack.found().get(partition)).contains(words);
            });
  }

  private static void awaitNothing(HeldBack heldBack, TaskRunner run) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              heldBack.check(run.awaited());
              assertThat(heldBack.found()).isEmpty();
              assertThat(run.stats().shards().values())
                  .hasSize(4)
                  .allMatch(s -> s.phase() == LaneStats.ShardProgress.Phase.READY);
            });
  }

  private static KafkaProducer<byte[], byte[]> stranger(String id) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "transactional.id",
                id,
                "transaction.timeout.ms",
                600_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  /** Who commits for a group without being a member. */
  private static ConsumerGroupMetadata outsider(String group) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", group),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return consumer.groupMetadata();
    }
  }

  private static void write(KafkaProducer<byte[], byte[]> producer, TopicPartition to) {
    producer.beginTransaction();
    var unused =
        producer.send(
            new ProducerRecord<>(to.topic(), to.partition(), "k".getBytes(UTF_8), new byte[1]));
    producer.flush();
  }
}
