package io.tocsin.pipeline.event;

/**
 * The transitions of an alert that are published. A pending alert is the worker's own matter and
 * never among them.
 */
public enum AlertStatus {
  /** The condition holds, and has held for the rule's {@code for}. */
  FIRING,
  /** Still firing; late events changed value or annotations. */
  AMENDED,
  /** Late events showed that it should never have fired. */
  WITHDRAWN,
  /** Firing, but the series is silent: nobody knows. */
  UNKNOWN,
  /** The condition ended, or the reason says why it is closed (stale, rule removed). */
  RESOLVED;

  /** Whether a receiver should still show the alert as active after this transition. */
  public boolean active() {
    return this == FIRING || this == AMENDED || this == UNKNOWN;
  }
}
