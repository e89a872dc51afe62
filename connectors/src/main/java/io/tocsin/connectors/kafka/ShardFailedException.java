package io.tocsin.connectors.kafka;

/** A stage failed on a batch: the shard's memory cannot be trusted any more. */
final class ShardFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShardFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
