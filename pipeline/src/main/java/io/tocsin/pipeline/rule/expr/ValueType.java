package io.tocsin.pipeline.rule.expr;

/** What an expression evaluates to at one step. */
public enum ValueType {
  /** One number without labels. */
  SCALAR("scalar"),
  /** One number per label set. */
  VECTOR("instant vector"),
  /** The samples of a range per label set. */
  MATRIX("range vector"),
  /** A literal text. */
  STRING("string");

  private final String words;

  ValueType(String words) {
    this.words = words;
  }

  /** Prometheus' word for it. */
  public String words() {
    return words;
  }
}
