package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A member dies between giving partitions up and asking for the generation that hands them on. */
class UnownedPartitionsIT {
  private static final String TOPIC = "in";
  private static final String GROUP = "g";
  private static final Duration SOON = Duration.ofMillis(100);

  @Test
  void aMemberThatDiesInTheMiddleOfARebalanceLeavesNoPartitionBehind() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary(Map.of());
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 4, (short) 1))).all().get();
      try (KafkaConsumer<byte[], byte[]> other = consumer(broker, "other")) {
        KafkaConsumer<byte[], byte[]> first = consumer(broker, "one");
        dieWhileGivingUp(first, other);
        try (KafkaConsumer<byte[], byte[]> again = consumer(broker, "one")) {
          again.subscribe(List.of(TOPIC));
          handOn(admin, again, other);
        }
      }
    }
  }

  private static void dieWhileGivingUp(
      KafkaConsumer<byte[], byte[]> first, KafkaConsumer<byte[], byte[]> other) {
    first.subscribe(List.of(TOPIC), new Dying());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> first.poll(SOON).isEmpty() && first.assignment().size() == 4);
    other.subscribe(List.of(TOPIC));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              other.poll(SOON);
              try {
                first.poll(SOON);
                return false;
              } catch (KafkaException e) {
                // A static member that is closed does not leave: as if it had been killed.
                closeQuietly(first);
                return true;
              }
            });
  }

  private static void handOn(
      Admin admin, KafkaConsumer<byte[], byte[]> again, KafkaConsumer<byte[], byte[]> other) {
    UnownedPartitions mine = new UnownedPartitions(admin, GROUP);
    UnownedPartitions others = new UnownedPartitions(admin, GROUP);
    Set<TopicPartition> told = new HashSet<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              told.addAll(turn(again, mine));
              told.addAll(turn(other, others));
              return again.assignment().size() + other.assignment().size() == 4;
            });
    assertThat(told).as("partitions that belonged to nobody").isNotEmpty();
  }

  private static Set<TopicPartition> turn(
      KafkaConsumer<byte[], byte[]> consumer, UnownedPartitions unowned) {
    consumer.poll(SOON);
    Set<TopicPartition> nobodys = unowned.look(consumer.subscription(), System.currentTimeMillis());
    if (!nobodys.isEmpty()) {
      consumer.enforceRebalance();
    }
    return nobodys;
  }

  private static void closeQuietly(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      consumer.close();
    } catch (KafkaException e) {
      assertThat(e).hasStackTraceContaining(Dying.WORDS);
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedBroker broker, String instance) {
    Map<String, String> user = Map.of("bootstrap.servers", broker.bootstrapServers());
    Map<String, Object> properties =
        new HashMap<>(ClientProperties.laneConsumer(user, GROUP, instance));
    properties.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Fails as soon as anything is taken from it. */
  private static final class Dying implements ConsumerRebalanceListener {
    private static final String WORDS = "dies here";

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // Nothing is done with them.
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        throw new IllegalStateException(WORDS);
      }
    }
  }
}
