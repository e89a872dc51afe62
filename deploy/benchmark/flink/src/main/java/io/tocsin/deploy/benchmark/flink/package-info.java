/** The job on Flink; start at {@link FlinkMain}. */
@NullMarked
package io.tocsin.deploy.benchmark.flink;

import org.jspecify.annotations.NullMarked;
