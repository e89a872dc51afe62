package io.tocsin.connectors.sensor;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One failure of a sensor.
 *
 * @param time wall time, epoch milliseconds
 * @param type class of the exception
 * @param context what was going on: the step and how many failures came before
 * @param strategy what was done about it
 */
public record SensorFailure(
    long time,
    String sensor,
    String type,
    String message,
    String stackTrace,
    String context,
    Strategy strategy) {
  static SensorFailure of(
      long time, String sensor, Throwable failure, String context, Strategy strategy) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return new SensorFailure(
        time,
        sensor,
        failure.getClass().getName(),
        String.valueOf(failure.getMessage()),
        trace.toString(),
        context,
        strategy);
  }
}
