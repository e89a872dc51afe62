package io.tocsin.pipeline.suppress;

import io.tocsin.pipeline.event.Alert;

/**
 * One reason not to tell the beginning of an alert: a pure function of what is stored, the alert,
 * and event time. Further checks (inhibition, silences, rate limits) go beside these; none of them
 * ever sees the end of an alert.
 */
@FunctionalInterface
interface Check {
  /** {@link Reason#PASS} if this check has nothing against it. */
  Reason decide(Facts facts, Alert alert, long time);
}
