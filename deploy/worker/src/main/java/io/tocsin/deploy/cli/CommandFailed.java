package io.tocsin.deploy.cli;

import io.tocsin.connectors.kafka.EdgePublisher;

/** A command cannot do its work; the message is all that the user needs. */
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailed(String message) {
    super(message);
  }

  /** Fails if Kafka did not take an event. */
  static void ifRefused(EdgePublisher.Published published) {
    if (published.failure() != null) {
      throw new CommandFailed("Kafka did not take an event: " + published.failure().getMessage());
    }
  }
}
