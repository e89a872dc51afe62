package io.tocsin.deploy.benchmark.harness;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions of other processes, which cannot call back. */
public final class Waiting {
  private static final long STEP_MILLIS = 20;

  private Waiting() {}

  /**
   * Returns when the condition holds.
   *
   * @throws IllegalStateException if it does not within the limit
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited " + limit.toSeconds() + " s in vain for " + what);
      }
      pause(STEP_MILLIS);
    }
  }

  /** Sleeps; an interrupt ends the run. */
  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
