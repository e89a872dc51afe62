package io.tocsin.pipeline.event;

import java.util.Map;

/**
 * One discrete occurrence that a sensor tells of.
 *
 * @param component the part it happened to; the sensor's name where the event names none
 * @param type a short name such as {@code DiskError}; becomes the alert name of rules over reports
 * @param time event time in epoch milliseconds
 * @param message for people; empty if none
 * @param details what exactly happened; two reports with equal component, type and details are
 *     duplicates. Values that were not text in the event stay as their JSON text
 * @param context circumstances, used for correlation; same form as details
 * @param labels the event's own labels, without {@code sensor}
 */
public record Report(
    SensorId sensor,
    String component,
    String type,
    Severity severity,
    long time,
    String message,
    Map<String, String> details,
    Map<String, String> context,
    Labels labels)
    implements SensorEvent {
  public Report {
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          "report type must not be empty (sensor \"" + sensor + "\")");
    }
    details = Map.copyOf(details);
    context = Map.copyOf(context);
  }
}
