package io.tocsin.pipeline.state;

/**
 * A changelog lacks records from where it was read on: it must be read from its beginning, into an
 * empty store.
 */
public final class MissingRecordsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissingRecordsException(String message) {
    super(message);
  }
}
