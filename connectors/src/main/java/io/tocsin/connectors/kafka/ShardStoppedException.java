package io.tocsin.connectors.kafka;

/**
 * The log is not the one the state belongs to: a person must decide. The message says what is wrong
 * and what can be done.
 */
final class ShardStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShardStoppedException(String message) {
    super(message);
  }
}
