package io.tocsin.pipeline.detect;

/** An expression cannot be evaluated on this data, such as a match of many to many. */
final class RuleFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  RuleFailure(String message) {
    super(message, null, false, false);
  }
}
