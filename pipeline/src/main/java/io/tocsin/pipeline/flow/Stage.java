package io.tocsin.pipeline.flow;

import java.util.function.Function;

/**
 * One step of the way: one batch in, one batch out (possibly empty), in order, on the lane's
 * thread. One instance serves one shard. A stage keeps nothing that its shard's state does not
 * hold, reads no clock, and calls nobody.
 *
 * @param <I> item it reads
 * @param <O> item it makes
 */
@FunctionalInterface
public interface Stage<I, O> extends Function<Batch<I>, Batch<O>> {}
