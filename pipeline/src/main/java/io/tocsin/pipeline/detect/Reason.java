package io.tocsin.pipeline.detect;

import java.util.Locale;

/** Why an alert changed: the word in the alert, and the metric's label. */
enum Reason {
  /** The condition holds, and has held long enough. */
  CONDITION,
  /** The condition no longer holds. */
  CONDITION_ENDED,
  /** The series is silent. */
  NO_DATA,
  /** The series is back, and the condition still holds. */
  DATA_RETURNED,
  /** The series was silent for so long that the alert is given up. */
  STALE,
  /** There is no such rule any more. */
  RULE_REMOVED,
  /** Fired while reading the past, and still holds now. */
  CAUGHT_UP,
  /** What was evidence is certain now: another alert has taken its place. */
  SURPASSED,
  /** Late events showed something else. */
  LATE_DATA;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
