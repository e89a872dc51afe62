/**
 * A shard's state alone, without Kafka, larger than its memory; start at {@code StateScaleMain}.
 */
@NullMarked
package io.tocsin.deploy.benchmark.state;

import org.jspecify.annotations.NullMarked;
