package io.tocsin.pipeline.event;

/**
 * One numeric sample.
 *
 * @param series what was measured, and by whom
 * @param time event time in epoch milliseconds
 * @param value the sample; any double: what to do with NaN and infinities is the window room's
 *     decision
 */
public record Reading(Series series, long time, double value) implements SensorEvent {
  @Override
  public SensorId sensor() {
    return series.sensor();
  }
}
