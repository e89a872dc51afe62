/** Cuts each series into windows by event time and sums each window up. */
@NullMarked
package io.tocsin.pipeline.window;

import org.jspecify.annotations.NullMarked;
