package io.tocsin.connectors.kafka;

/** The shard that was being restored is not ours any more. */
final class RestoreCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RestoreCancelledException(Object shard) {
    super(shard + ": restore cancelled");
  }
}
