/**
 * The hot parts by themselves, without Kafka; start at {@link DecodeBenchmark}. Run them with
 * {@code tocsin-bench jmh}.
 */
@NullMarked
package io.tocsin.deploy.benchmark.jmh;

import org.jspecify.annotations.NullMarked;
