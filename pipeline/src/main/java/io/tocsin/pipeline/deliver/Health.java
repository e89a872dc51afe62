package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Outcome;

/**
 * How an endpoint does: after a failure nobody calls it for a while, and then one attempt at a time
 * until one succeeds. Mutable, not stored: after a restart an endpoint is tried at once.
 */
final class Health {
  private final String endpoint;
  private final DeliverSettings.Retry retry;
  private final Backoff backoff;
  private int failures;
  private long failsSince;
  private long pausedUntil = Long.MIN_VALUE;

  Health(String endpoint, DeliverSettings.Retry retry) {
    this.endpoint = endpoint;
    this.retry = retry;
    backoff = new Backoff(retry);
  }

  /** How many attempts may be under way. */
  int allowed(long wall, int concurrency) {
    if (wall < pausedUntil) {
      return 0;
    }
    return failures == 0 ? concurrency : 1;
  }

  /** A success says nothing if it comes in a pause: its attempt began before the failure. */
  void succeeded(long wall) {
    if (wall >= pausedUntil) {
      failures = 0;
    }
  }

  void failed(Outcome outcome, long wall) {
    if (failures == 0) {
      failsSince = wall;
    }
    failures++;
    long wait =
        outcome.retryAfter() == Outcome.NO_HINT
            ? backoff.millis(endpoint, failures)
            : outcome.retryAfter();
    pausedUntil = Math.max(pausedUntil, wall + wait);
  }

  /** Whether it took nothing for so long that somebody should hear of it. */
  boolean failsForLong(long wall) {
    return failures > 0 && wall - failsSince >= retry.alarmAfter().toMillis();
  }
}
