package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.Rejection.Reason;

/**
 * Ends the decoding of one record from any depth. Without a stack trace: a topic full of bad
 * records must not cost more than one of good ones.
 */
final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  private final Reason reason;

  Malformed(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  Malformed(String message) {
    this(Reason.MALFORMED, message);
  }

  Undecodable undecodable() {
    return new Undecodable(reason, String.valueOf(getMessage()));
  }

  /** A value as messages quote it: at most {@value #SHOWN} characters. */
  static String shorten(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
