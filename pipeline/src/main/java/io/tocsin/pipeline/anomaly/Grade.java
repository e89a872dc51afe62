package io.tocsin.pipeline.anomaly;

/** How much a finding weighs. */
public enum Grade {
  /** Evidence only: severity info. A finding that neither lasts nor is shared. */
  EVIDENCE,
  /** It keeps growing, or several metrics of the sensor agree: severity warning. */
  WARNING,
  /** As a warning, at one and a half times the threshold's surprise: severity critical. */
  CRITICAL;

  private static final double CRITICAL_SHARE = 1.5;

  static Grade of(boolean confirmed, double surprise, double threshold) {
    if (!confirmed) {
      return EVIDENCE;
    }
    return surprise >= CRITICAL_SHARE * threshold ? CRITICAL : WARNING;
  }
}
