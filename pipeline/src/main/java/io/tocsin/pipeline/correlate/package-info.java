/**
 * Joins alerts that belong together into incidents and gives them a priority; start at {@link
 * io.tocsin.pipeline.correlate.CorrelateStage}.
 */
@NullMarked
package io.tocsin.pipeline.correlate;

import org.jspecify.annotations.NullMarked;
