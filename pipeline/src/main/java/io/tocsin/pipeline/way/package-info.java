/**
 * The order of the stages; start at {@link io.tocsin.pipeline.way.Way}, where the stages stand in
 * their order.
 */
@NullMarked
package io.tocsin.pipeline.way;

import org.jspecify.annotations.NullMarked;
