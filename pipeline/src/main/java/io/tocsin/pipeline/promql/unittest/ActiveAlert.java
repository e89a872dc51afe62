package io.tocsin.pipeline.promql.unittest;

import io.tocsin.pipeline.event.Labels;
import java.util.Map;

/**
 * An alert that is pending or firing. Mutable; owned by its {@link AlertState}.
 *
 * <p>Times are epoch milliseconds.
 */
final class ActiveAlert {

  static final long NEVER = Long.MIN_VALUE;

  private final Labels labels;
  private final long activeAt;
  private Map<String, String> annotations;
  private boolean firing;
  private long keptSince = NEVER;

  ActiveAlert(Labels labels, long activeAt, Map<String, String> annotations) {
    this.labels = labels;
    this.activeAt = activeAt;
    this.annotations = annotations;
  }

  Labels labels() {
    return labels;
  }

  long activeAt() {
    return activeAt;
  }

  Map<String, String> annotations() {
    return annotations;
  }

  boolean firing() {
    return firing;
  }

  /** Its condition is true once more. */
  void seen(Map<String, String> now) {
    annotations = now;
    keptSince = NEVER;
  }

  void fireAfter(long holdMillis, long now) {
    firing |= now - activeAt >= holdMillis;
  }

  /** Its condition is not true now; whether it goes on firing nevertheless. */
  boolean keepsFiring(long keepMillis, long now) {
    if (!firing || keepMillis == 0) {
      return false;
    }
    if (keptSince == NEVER) {
      keptSince = now;
    }
    return now - keptSince < keepMillis;
  }
}
