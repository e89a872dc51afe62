package io.tocsin.pipeline.promql;

/** An expression that has no result on these samples, such as a match that is not unique. */
public final class EvaluationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An expression that has no result, for this reason. */
  public EvaluationException(String message) {
    super(message);
  }
}
