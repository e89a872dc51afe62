package io.tocsin.pipeline.event;

/** What a sensor publishes: a {@link Reading} or a {@link Report}. */
public sealed interface SensorEvent permits Reading, Report {
  SensorId sensor();

  /** Event time in epoch milliseconds. */
  long time();
}
