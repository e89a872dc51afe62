package io.tocsin.connectors.kafka;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's cooperative assignor under its own name, which tells a lane while its member asks for the
 * next generation: between the two calls that every assignor gets, as the request is made and as
 * the assignment has come. Public because the Kafka client makes it by its name.
 */
public final class LaneAssignor extends CooperativeStickyAssignor implements Configurable {
  /** Property of the consumer with the {@link Joining} that is told. */
  static final String JOINING = "tocsin.joining";

  private Joining joining = new Joining();

  /** Tells nobody until it is configured. */
  public LaneAssignor() {}

  @Override
  public void configure(Map<String, ?> configs) {
    if (configs.get(JOINING) instanceof Joining told) {
      joining = told;
    }
  }

  @Override
  public @Nullable ByteBuffer subscriptionUserData(Set<String> topics) {
    joining.begins();
    return super.subscriptionUserData(topics);
  }

  @Override
  public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
    super.onAssignment(assignment, metadata);
    joining.ended();
  }
}
