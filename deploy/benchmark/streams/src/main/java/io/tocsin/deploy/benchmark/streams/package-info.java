/** The job on Kafka Streams; start at {@link StreamsMain}. */
@NullMarked
package io.tocsin.deploy.benchmark.streams;

import org.jspecify.annotations.NullMarked;
