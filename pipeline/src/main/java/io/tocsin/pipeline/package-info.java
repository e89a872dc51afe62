/** The pipeline; start at {@link io.tocsin.pipeline.Way}, where the stages stand in their order. */
@NullMarked
package io.tocsin.pipeline;

import org.jspecify.annotations.NullMarked;
