package io.tocsin.connectors.sensor;

/**
 * How a sensor is, as of one moment.
 *
 * @param samples how often it was asked and answered
 * @param events how many events of it were published
 * @param dropped readings that were NaN or infinite, and not published
 * @param skipped samples that fell out because the one before took too long
 * @param failures how often it failed
 * @param consecutive failures since the last answer
 * @param unpublished samples that the publisher did not take
 * @param lastSuccess wall time of the last answer, epoch milliseconds, or {@link #NEVER}
 * @param lastFailure wall time of the last failure, epoch milliseconds, or {@link #NEVER}
 */
public record SensorStatus(
    String name,
    State state,
    Health health,
    long samples,
    long events,
    long dropped,
    long skipped,
    long failures,
    int consecutive,
    long unpublished,
    long lastSuccess,
    long lastFailure) {
  /** A time that has not been. */
  public static final long NEVER = Long.MIN_VALUE;

  /** Whether it is being asked. */
  public enum State {
    RUNNING,
    PAUSED,
    QUARANTINED,
    STOPPED
  }

  /** Whether it answers. */
  public enum Health {
    HEALTHY,
    /** It failed within the window, but answers. */
    DEGRADED,
    /** It did not answer when it was asked last, or has not answered for several intervals. */
    FAILING
  }
}
