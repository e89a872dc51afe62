package io.tocsin.pipeline.flow;

import io.tocsin.pipeline.event.Mark;

/**
 * A decoded mark.
 *
 * @param index index of its record in {@link Batch#records()}
 */
public record MarkRead(Mark mark, int index) implements Input {}
