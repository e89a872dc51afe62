package io.tocsin.pipeline.flow;

import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Outcome;
import reactor.core.publisher.Mono;

/**
 * The port to one endpoint that is told: a webhook, one Alertmanager, a console. Called from many
 * threads.
 */
@FunctionalInterface
public interface Receiver {
  /**
   * Tells. Must not block, neither here nor when subscribed; ends within the receiver's own
   * time-out with exactly one outcome. An error is taken as {@link Outcome.Reason#FAILED} and tried
   * again.
   */
  Mono<Outcome> send(Attempt attempt);
}
