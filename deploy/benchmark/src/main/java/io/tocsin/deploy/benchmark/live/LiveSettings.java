package io.tocsin.deploy.benchmark.live;

import java.time.Duration;

/**
 * How a live run goes.
 *
 * @param sensors how many take turns
 * @param fill whether each of them reports once, as fast as it goes, before anything else
 * @param perSecond readings per second
 * @param warmUp how long before anything counts
 * @param measured how long what happens counts
 */
public record LiveSettings(
    int sensors, boolean fill, int perSecond, Duration warmUp, Duration measured) {
  /** Returns the length of the run. */
  Duration total() {
    return warmUp.plus(measured);
  }
}
