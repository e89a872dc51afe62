package io.tocsin.connectors.sensor;

import java.time.Duration;

/**
 * How a sensor is supervised.
 *
 * @param interval from one sample to the next
 * @param pause waiting time after a failure
 * @param consecutive failures in a row that lead to quarantine
 * @param inWindow failures within the window that lead to quarantine
 * @param window length of that window
 */
public record SensorSettings(
    Duration interval, Duration pause, int consecutive, int inWindow, Duration window) {
  public SensorSettings {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("interval " + interval + "; accepted: 1 ms and more");
    }
    if (pause.isNegative() || window.toMillis() < 1) {
      throw new IllegalArgumentException(
          "pause " + pause + ", window " + window + "; accepted: 0 s and more, 1 ms and more");
    }
    if (consecutive < 1 || inWindow < 1) {
      throw new IllegalArgumentException(
          "failures " + consecutive + " in a row, " + inWindow + " in window; accepted: 1 and up");
    }
  }

  /** Three in a row or five in an hour, and a pause of 5 s. */
  public static SensorSettings every(Duration interval) {
    return new SensorSettings(interval, Duration.ofSeconds(5), 3, 5, Duration.ofHours(1));
  }
}
