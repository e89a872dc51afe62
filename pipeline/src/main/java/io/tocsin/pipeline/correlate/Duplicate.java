package io.tocsin.pipeline.correlate;

import java.util.Locale;

/** Why an alert was dropped as a duplicate; also the metric label. */
public enum Duplicate {
  /** The very same transition came before. */
  SAME_ID,
  /** The alert is firing already, with the same component, type and details. */
  SAME_CONTENT;

  /** Lower case, as metric labels have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
