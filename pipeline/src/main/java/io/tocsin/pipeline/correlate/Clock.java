package io.tocsin.pipeline.correlate;

/**
 * Where event time and the numbering of incidents stand. Mutable; one for each shard, in its state.
 */
final class Clock {
  long time = Long.MIN_VALUE;
  long opened;
}
