package io.tocsin.pipeline.flow;

import io.tocsin.pipeline.event.SensorEvent;

/**
 * A decoded sensor event and where it came from.
 *
 * @param appendTime when the broker appended it, epoch milliseconds: the wall time that bounds what
 *     its own clock may claim
 * @param index index of its record in {@link Batch#records()}; several events may share one
 */
public record Arrival(SensorEvent event, long appendTime, int index) implements Input {}
