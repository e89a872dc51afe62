package io.tocsin.connectors.kafka;

/**
 * A committed offset is not known yet, or may still be changed by an open transaction: ask again.
 */
final class OffsetUnstableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OffsetUnstableException(String message) {
    super(message);
  }

  OffsetUnstableException(String message, Throwable cause) {
    super(message, cause);
  }
}
