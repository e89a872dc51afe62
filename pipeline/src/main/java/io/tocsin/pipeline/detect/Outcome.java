package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.AlertStatus;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a rule's condition means for one alert.
 *
 * @param next the alert's state from now on; null: inactive
 * @param status what is to be told, or null for nothing
 * @param reason why
 * @param time event time of the change, epoch milliseconds
 */
record Outcome(@Nullable AlertState next, @Nullable AlertStatus status, Reason reason, long time) {
  /** Nothing to tell. */
  static Outcome quiet(@Nullable AlertState next, long time) {
    return new Outcome(next, null, Reason.CONDITION, time);
  }
}
