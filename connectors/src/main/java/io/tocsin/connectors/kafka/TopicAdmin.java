package io.tocsin.connectors.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Looks at topics and creates the missing ones. Safe for use by any thread. */
public final class TopicAdmin implements AutoCloseable {
  /** So often a topic that was just created is looked for: half a minute. */
  private static final int LOOKS = 600;

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /**
   * What is asked when this is closed, nobody waits for; without a broker it would last a minute.
   */
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(1);

  private final Admin admin;

  /**
   * Connects lazily.
   *
   * @param properties client properties, {@code bootstrap.servers} among them
   */
  public TopicAdmin(Map<String, String> properties) {
    this.admin = Admin.create(new HashMap<>(properties));
  }

  Admin admin() {
    return admin;
  }

  /**
   * Creates those that are missing with the broker's default replication, leaves existing ones as
   * they are, and returns when every partition's leader answers. Without that wait the first two
   * batches of an idempotent producer can arrive in the wrong order: the first is refused by a
   * broker that does not lead yet, the second is taken, and the first can then never be written.
   */
  public void create(Collection<TopicSpec> topics) {
    List<NewTopic> wanted =
        topics.stream()
            .map(
                t ->
                    new NewTopic(t.name(), Optional.of(t.partitions()), Optional.empty())
                        .configs(t.settings()))
            .toList();
    admin.createTopics(wanted).values().values().forEach(TopicAdmin::awaitCreated);
    Map<TopicPartition, OffsetSpec> all =
        Mono.fromCallable(() -> partitionsOf(topics))
            .retryWhen(
                Retry.fixedDelay(LOOKS, LOOK_EVERY)
                    .filter(UnknownTopicOrPartitionException.class::isInstance)
                    .onRetryExhaustedThrow((looks, last) -> last.failure()))
            .blockOptional()
            .orElseThrow();
    try {
      var unused = admin.listOffsets(all).all().get();
    } catch (ExecutionException e) {
      throw new KafkaException("the new topics do not answer: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while creating topics", e);
    }
  }

  /**
   * All partitions, of which none can be forgotten: whoever answers may hear of a topic some
   * moments after it was created.
   *
   * @throws UnknownTopicOrPartitionException if it has not heard of one
   */
  private Map<TopicPartition, OffsetSpec> partitionsOf(Collection<TopicSpec> topics)
      throws InterruptedException {
    List<String> names = topics.stream().map(TopicSpec::name).toList();
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    try {
      for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(
                p -> all.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
        throw unknown;
      }
      throw new KafkaException("cannot describe the new topics", e.getCause());
    }
    return all;
  }

  /** How a topic is now, or null if there is none. */
  public @Nullable TopicState describe(String topic) {
    try {
      TopicDescription d = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      return d == null
          ? null
          : new TopicState(d.topicId().toString(), d.partitions().size(), compacted(topic));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw new KafkaException("cannot describe topic " + topic, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while describing topic " + topic, e);
    }
  }

  private boolean compacted(String topic) throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    ConfigEntry policy = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    return policy != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
  }

  /** Gives a topic so many partitions, if it has fewer. */
  void grow(String topic, int partitions) {
    TopicState state = describe(topic);
    if (state == null || state.partitions() >= partitions) {
      return;
    }
    admin
        .createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
        .values()
        .values()
        .forEach(TopicAdmin::awaitCreated);
  }

  /**
   * What a topic is.
   *
   * @param id kept until it is deleted
   * @param partitions how many there are
   * @param compacted whether records are removed by key
   */
  public record TopicState(String id, int partitions, boolean compacted) {}

  private static void awaitCreated(KafkaFuture<Void> created) {
    try {
      created.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("cannot create a topic: " + e.getCause(), e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while creating topics", e);
    }
  }

  @Override
  public void close() {
    admin.close(CLOSE_BOUND);
  }
}
