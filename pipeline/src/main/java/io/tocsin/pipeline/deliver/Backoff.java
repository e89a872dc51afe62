package io.tocsin.pipeline.deliver;

import java.util.SplittableRandom;

/**
 * How long to wait after failures in a row. A pure function: the jitter comes from the seed, who
 * waits, and the number of failures, so that a shard that is processed again waits the same.
 */
final class Backoff {
  private final DeliverSettings.Retry retry;

  Backoff(DeliverSettings.Retry retry) {
    this.retry = retry;
  }

  /**
   * Milliseconds to wait.
   *
   * @param failures 1 and up
   */
  long millis(String who, int failures) {
    long doubled = retry.firstWait().toMillis() << Math.min(30, failures - 1);
    long wait = Math.min(retry.maxWait().toMillis(), Math.max(doubled, 1));
    long seed = retry.seed() * 31 + who.hashCode() * 1_000_003L + failures;
    double chance = new SplittableRandom(seed).nextDouble();
    return Math.max(1, Math.round(wait * (1 - retry.jitter() * chance)));
  }
}
