package io.tocsin.connectors.sensor;

import io.tocsin.pipeline.event.SensorEvent;
import java.util.List;
import reactor.core.publisher.Mono;

/** The port through which sensors publish. Called from many threads. */
@FunctionalInterface
public interface EventPublisher {
  /**
   * Publishes one sample. Completes when Kafka has it, in its own time: the sensor is not asked
   * again before. Must not block when subscribed.
   */
  Mono<Void> publish(List<SensorEvent> events);
}
