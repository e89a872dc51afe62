package io.tocsin.pipeline.flow;

/** What a decoder reads from a record of the event topic: a sensor event, or a writer's mark. */
public sealed interface Input permits Arrival, MarkRead {
  /** Index of its record in {@link Batch#records()}. */
  int index();
}
