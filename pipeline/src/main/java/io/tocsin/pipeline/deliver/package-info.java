/**
 * Holds notifications until their receiver has taken them, and decides when to try again; start at
 * {@link io.tocsin.pipeline.deliver.DeliverStage}.
 */
@NullMarked
package io.tocsin.pipeline.deliver;

import org.jspecify.annotations.NullMarked;
